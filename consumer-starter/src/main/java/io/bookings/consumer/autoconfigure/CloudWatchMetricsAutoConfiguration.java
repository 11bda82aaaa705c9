package io.bookings.consumer.autoconfigure;

import java.net.URI;
import java.util.stream.Stream;

import io.awspring.cloud.autoconfigure.metrics.CloudWatchAsyncClientCustomizer;
import io.awspring.cloud.autoconfigure.metrics.CloudWatchExportAutoConfiguration;
import io.bookings.consumer.queue.AwsHttpClients;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

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

	/**
	 * The endpoint matters only for the choice of a proxy.
	 */
	@Bean
	CloudWatchAsyncClientCustomizer cloudWatchHttpClient(Environment environment) {
		String endpoint = Stream.of("spring.cloud.aws.cloudwatch.endpoint", "spring.cloud.aws.endpoint")
			.map(environment::getProperty)
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse("https://monitoring.amazonaws.com");
		return (builder) -> builder.httpClientBuilder(AwsHttpClients.to(URI.create(endpoint)));
	}

	private static final class WithoutBuckets implements MeterFilter {

		@Override
		public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
			return DistributionStatisticConfig.builder().serviceLevelObjectives().build().merge(config);
		}

	}

}
