package io.bookings.consumer.settings;

import java.time.Duration;
import java.util.Map;

import io.awspring.cloud.autoconfigure.sqs.SqsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertyResolver;

/**
 * Rejects settings of Spring Boot and Spring Cloud AWS that contradict SQS or the
 * settings of the consumer.
 */
public final class SettingRules {

	private static final String LISTENER = "spring.cloud.aws.sqs.listener.";

	private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

	private static final int LARGEST_POLL = 10;

	/** Connections beside those for batches: for health and background tasks. */
	private static final int SPARE_CONNECTIONS = 2;

	/** Settings of version 1.0 that have another name now. */
	private static final Map<String, String> RENAMED = Map.of("booking.notification.initial-back-off",
			"booking.notification.back-off.initial", "booking.notification.max-back-off",
			"booking.notification.back-off.max");

	private SettingRules() {
	}

	/**
	 * Rejects a setting under its old name, because Spring Boot would ignore it silently.
	 * @param environment the settings
	 * @throws IllegalArgumentException with both names
	 */
	public static void refuseRenamed(PropertyResolver environment) {
		RENAMED.forEach((old, current) -> Settings.require(environment.getProperty(old) == null,
				"%s was renamed: set %s instead", old, current));
	}

	/**
	 * Rejects settings that contradict each other.
	 * @param properties the settings of the consumer
	 * @param listener {@code spring.cloud.aws.sqs.listener}
	 * @param poolSize {@code spring.datasource.hikari.maximum-pool-size}, if it is set
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public static void check(ConsumerProperties properties, SqsProperties.Listener listener,
			@Nullable Integer poolSize) {
		Duration poll = listener.getPollTimeout();
		if (poll != null) {
			Settings.require(poll.compareTo(Duration.ofSeconds(1)) >= 0 && poll.compareTo(LONGEST_POLL) <= 0,
					LISTENER + "poll-timeout is %s: set it to PT1S to %s, which SQS allows", poll, LONGEST_POLL);
			Settings.require(properties.stallAfter().compareTo(poll) > 0,
					"booking.consumer.stall-after is %s, and a poll of an empty queue takes %s: set it to more",
					properties.stallAfter(), poll);
		}
		Integer messages = listener.getMaxMessagesPerPoll();
		Settings.require(messages == null || (messages >= 1 && messages <= LARGEST_POLL),
				LISTENER + "max-messages-per-poll is %s: set it to 1 to %s, which SQS allows", messages, LARGEST_POLL);
		Integer concurrent = listener.getMaxConcurrentMessages();
		int room = LARGEST_POLL * properties.concurrency();
		Settings.require(concurrent == null || concurrent <= room, LISTENER
				+ "max-concurrent-messages is %s, and %s batches hold %s: set booking.consumer.concurrency instead",
				concurrent, properties.concurrency(), room);
		int connections = properties.transactions() + SPARE_CONNECTIONS;
		Settings.require(poolSize == null || poolSize >= connections,
				"spring.datasource.hikari.maximum-pool-size is %s: set it to at least %s, or lower "
						+ "booking.consumer.concurrency to less than %s",
				poolSize, connections, properties.transactions());
	}

}
