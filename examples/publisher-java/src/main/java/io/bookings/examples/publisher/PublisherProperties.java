package io.bookings.examples.publisher;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the example publisher.
 *
 * @param queues the URL of the queue of each event type
 * @param bookings the number of sample bookings; the publisher stops when they are
 * published; 0 creates none and runs until it is stopped
 * @param prefix the first part of the ids of the sample bookings
 */
@ConfigurationProperties("publisher")
record PublisherProperties(Map<String, String> queues, @DefaultValue("0") int bookings,
		@DefaultValue("java") String prefix) {
}
