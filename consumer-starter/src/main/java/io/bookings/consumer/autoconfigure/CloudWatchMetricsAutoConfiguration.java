package io.bookings.consumer.autoconfigure;

import io.awspring.cloud.autoconfigure.metrics.CloudWatchExportAutoConfiguration;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics in CloudWatch, if Spring Cloud AWS exports them. Each
 * time series has a monthly price
 * (<a href="https://aws.amazon.com/cloudwatch/pricing/">prices</a>), so only the
 * services' own metrics are exported, without the buckets of histograms.
 */
@AutoConfiguration(before = CloudWatchExportAutoConfiguration.class)
public class CloudWatchMetricsAutoConfiguration {

	@Bean
	MeterRegistryCustomizer<CloudWatchMeterRegistry> onlyTheServicesOwn() {
		return (registry) -> registry.config()
			.meterFilter(MeterFilter.denyUnless((id) -> id.getName().startsWith("booking.")))
			.meterFilter(new WithoutBuckets());
	}

	private static final class WithoutBuckets implements MeterFilter {

		@Override
		public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
			return DistributionStatisticConfig.builder().serviceLevelObjectives().build().merge(config);
		}

	}

}
