package io.bookings.consumer.notification.receipt;

import java.net.URI;

import io.bookings.consumer.settings.ConsumerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of receipts.
 *
 * @param queueUrl URL of the queue with the events of Amazon SES
 */
@ConfigurationProperties("booking.notification.receipt")
public record ReceiptProperties(@Nullable URI queueUrl) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public ReceiptProperties {
		queueUrl = ConsumerProperties.requireQueueUrl("booking.notification.receipt.queue-url", queueUrl);
	}

	/**
	 * Returns the queue's URL as text.
	 * @return the URL's text
	 */
	public String queue() {
		return String.valueOf(this.queueUrl);
	}

}
