package io.bookings.consumer.autoconfigure;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.bookings.consumer.inbox.ConsumerMetrics;
import io.bookings.consumer.operations.Instances;
import io.bookings.consumer.operations.OperationsPage;
import io.bookings.consumer.operations.OperationsProperties;
import io.bookings.consumer.operations.OutcomeHistory;
import io.bookings.consumer.operations.Service;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.task.BackgroundTask;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configuration of the operations page.
 */
@AutoConfiguration(after = { BookingConsumerAutoConfiguration.class, NotificationApiAutoConfiguration.class,
		TimelineAutoConfiguration.class, DeadLetterAutoConfiguration.class })
@ConditionalOnBean(ConsumerMetrics.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "booking.operations.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OperationsProperties.class)
@Import(OperationsPage.class)
public class OperationsPageAutoConfiguration {

	private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(10);

	@Bean
	OutcomeHistory outcomeHistory(ConsumerMetrics metrics) {
		return new OutcomeHistory(metrics::totals, Clock.systemUTC());
	}

	@Bean
	BackgroundTask outcomeSamples(OutcomeHistory outcomes) {
		return new BackgroundTask("count-outcomes", outcomes::sample, () -> SAMPLE_INTERVAL);
	}

	@Bean
	Instances instances(JdbcClient jdbc, Service service, PollingPause pause, ConsumerProperties properties) {
		Duration missedReports = properties.inspectionInterval().multipliedBy(3);
		// With a short interval, an instance that is only slow stays in the list.
		return new Instances(jdbc, service, pause, Math.max(60, missedReports.toSeconds()));
	}

	@Bean
	BackgroundTask instanceReport(Instances instances, ConsumerProperties properties) {
		return new BackgroundTask("report-instance", instances::refresh, properties::inspectionInterval);
	}

	@Bean
	Service operatedService(@Value("${spring.application.name:booking-consumer}") String name,
			ObjectProvider<BuildProperties> build, ObjectProvider<GitProperties> git) {
		BuildProperties built = build.getIfAvailable();
		GitProperties commit = git.getIfAvailable();
		return new Service(name, known((built != null) ? built.getVersion() : null),
				(commit != null) ? commit.getShortCommitId() : null, Runtime.version().toString(),
				known(SpringBootVersion.getVersion()), host() + ", process " + ProcessHandle.current().pid(),
				Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
	}

	private static String known(@Nullable String version) {
		return (version != null) ? version : "unknown";
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

}
