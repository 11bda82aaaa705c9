package io.bookings.consumer.settings;

import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Settings of the consumer.
 *
 * @param queueUrl URL of the queue to consume, as the SQS console shows it
 * @param deadLetterQueueUrl URL of the dead-letter queue; by default the one that the
 * queue's redrive policy names
 * @param concurrency how many batches are processed at the same time, 1 to 100; batches
 * that wait for the database at the same time share a transaction
 * @param batchTimeout after this time, a batch starts nothing new and releases its other
 * messages; shorter than the queue's visibility timeout, and at most 20 s so that a stop
 * takes at most 25 s
 * @param backOff the delays before a message that failed temporarily is retried
 * @param processedRetention how long booking ids are kept; at least as long as the queue
 * and its dead-letter queue together can keep a message
 * @param stallAfter liveness fails when no poll has ended for this time although polling
 * is not paused
 * @param inspectionInterval the interval at which the queue's attributes and depth are
 * read
 * @param logLimit the maximum number of lines a minute of each logger at WARN, and at
 * ERROR; a summary counts the other lines
 */
@ConfigurationProperties("booking.consumer")
public record ConsumerProperties(@Nullable URI queueUrl, @Nullable URI deadLetterQueueUrl,
		@DefaultValue("" + ConsumerProperties.DEFAULT_CONCURRENCY) int concurrency,
		@DefaultValue("20s") Duration batchTimeout, @DefaultValue BackOff backOff,
		@DefaultValue("30d") Duration processedRetention, @DefaultValue("2m") Duration stallAfter,
		@DefaultValue("30s") Duration inspectionInterval, @DefaultValue("10") int logLimit) {

	/** How many batches are processed at the same time by default. */
	public static final int DEFAULT_CONCURRENCY = 15;

	private static final int MOST_TRANSACTIONS = 5;

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public ConsumerProperties {
		queueUrl = requireQueueUrl("booking.consumer.queue-url", queueUrl);
		if (deadLetterQueueUrl != null && !deadLetterQueueUrl.toString().isEmpty()) {
			deadLetterQueueUrl = requireQueueUrl("booking.consumer.dead-letter-queue-url", deadLetterQueueUrl);
			Settings.require(!path(deadLetterQueueUrl).equals(path(queueUrl)),
					"booking.consumer.dead-letter-queue-url is '%s', the queue itself: set it to another queue, "
							+ "or remove it and give the queue a redrive policy",
					deadLetterQueueUrl);
		}
		else {
			deadLetterQueueUrl = null;
		}
		Settings.require(concurrency >= 1 && concurrency <= 100,
				"booking.consumer.concurrency is %s: set it to 1 to 100", concurrency);
		Settings.requireBetween("booking.consumer.batch-timeout", batchTimeout, Duration.ofSeconds(1),
				Duration.ofSeconds(20));
		Settings.requireBetween("booking.consumer.processed-retention", processedRetention, Duration.ofMinutes(1),
				Duration.ofDays(3650));
		Settings.requireBetween("booking.consumer.stall-after", stallAfter, Duration.ofSeconds(1), Duration.ofHours(1));
		Settings.requireBetween("booking.consumer.inspection-interval", inspectionInterval, Duration.ofSeconds(1),
				Duration.ofHours(1));
		Settings.require(logLimit >= 1, "booking.consumer.log-limit is %s: set it to at least 1", logLimit);
	}

	/**
	 * Returns how many transactions of batches run at the same time. Each needs a
	 * connection.
	 * @return 1 to 5
	 */
	public int transactions() {
		return transactions(this.concurrency);
	}

	/**
	 * Returns how many transactions of batches run at the same time.
	 * @param concurrency how many batches are processed at the same time
	 * @return 1 to 5
	 */
	public static int transactions(int concurrency) {
		return Math.min(concurrency, MOST_TRANSACTIONS);
	}

	/**
	 * Returns the queue's URL as text.
	 * @return the URL's text
	 */
	public String queue() {
		return String.valueOf(this.queueUrl);
	}

	/**
	 * Returns the queue's name.
	 * @return the last segment of its URL
	 */
	public String queueName() {
		return queue().substring(queue().lastIndexOf('/') + 1);
	}

	/**
	 * Validates a queue's URL. Removes a trailing slash, because SQS takes it as part of
	 * the queue's name.
	 * @param setting the setting's name
	 * @param url the URL
	 * @return the URL without a trailing slash
	 * @throws IllegalArgumentException if it is not the URL of a standard queue
	 */
	public static URI requireQueueUrl(String setting, @Nullable URI url) {
		Settings.require(url != null && !url.toString().isBlank(), "%s is not set: set it to the queue's URL, as in "
				+ "https://sqs.us-east-1.amazonaws.com/123456789012/booking-request-queue", setting);
		URI cleaned = URI.create(StringUtils.trimTrailingCharacter(String.valueOf(url), '/'));
		boolean http = "http".equalsIgnoreCase(cleaned.getScheme()) || "https".equalsIgnoreCase(cleaned.getScheme());
		Settings.require(!http || cleaned.getHost() != null || cleaned.getAuthority() == null,
				"%s is '%s', and Java does not accept the host name '%s': it may consist of letters, digits, "
						+ "dots and hyphens only, so rename the host, or set its IP address",
				setting, url, cleaned.getAuthority());
		Settings.require(
				http && cleaned.getHost() != null && path(cleaned).length() > 1 && cleaned.getQuery() == null
						&& cleaned.getFragment() == null,
				"%s is '%s', which is not a queue URL: set it to http(s)://host/account/queue-name", setting, url);
		Settings.require(!path(cleaned).endsWith(".fifo"),
				"%s is '%s', a FIFO queue: use a standard queue, because the services process messages in any order",
				setting, url);
		return cleaned;
	}

	/**
	 * Returns account and name. They identify the queue, because all requests go to one
	 * host.
	 */
	private static String path(URI url) {
		return String.valueOf(url.getPath());
	}

	/**
	 * Exponential back-off with full jitter, as in <a href=
	 * "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">
	 * Exponential Backoff And Jitter</a>.
	 *
	 * @param initial upper bound of the first delay; it doubles with each receive
	 * @param max upper bound of every delay, at most 11 h because SQS ends a visibility
	 * timeout 12 h after the receive
	 */
	public record BackOff(@DefaultValue("5s") Duration initial, @DefaultValue("15m") Duration max) {

		/**
		 * Validates the settings.
		 * @throws IllegalArgumentException with the name of the setting and the remedy
		 */
		public BackOff {
			Settings.requireBetween("booking.consumer.back-off.initial", initial, Duration.ofSeconds(1),
					Duration.ofHours(1));
			Settings.requireBetween("booking.consumer.back-off.max", max, initial, Duration.ofHours(11));
		}

		/**
		 * Returns a random delay before the next attempt.
		 * @param receiveCount how often the message was received so far, from 1
		 * @param random the source of the jitter
		 * @return whole seconds, from 1 to the upper bound for the count
		 */
		public Duration delay(int receiveCount, RandomGenerator random) {
			long doublings = Math.min(Math.max(receiveCount - 1, 0), 20);
			long bound = Math.min(this.max.toSeconds(), this.initial.toSeconds() << doublings);
			return Duration.ofSeconds(1 + random.nextLong(bound));
		}

	}

}
