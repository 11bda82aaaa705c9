package io.bookings.examples.publisher;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import software.amazon.awssdk.services.sqs.SqsClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The example publisher.
 */
@SpringBootApplication
@EnableConfigurationProperties(PublisherProperties.class)
public class PublisherApplication {

	/**
	 * Runs the publisher.
	 * @param args settings, such as {@code --publisher.bookings=200}
	 */
	public static void main(String[] args) {
		SpringApplication.run(PublisherApplication.class, args);
	}

	/**
	 * Region, credentials and endpoint come from the environment.
	 */
	@Bean
	SqsClient sqsClient() {
		return SqsClient.builder()
			.overrideConfiguration((config) -> config.apiCallTimeout(Duration.ofSeconds(10)))
			.build();
	}

	/**
	 * The scheduler runs this task on one instance at a time. Without a crash, no event
	 * is sent twice.
	 */
	@Bean
	RecurringTask<Void> sendOutbox(OutboxSender sender) {
		return Tasks.recurring("send-outbox", FixedDelay.ofMillis(200))
			.execute((instance, context) -> sender.sendWaiting());
	}

}
