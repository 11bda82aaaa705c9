package io.bookings.consumer.message;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for message bodies that are not just the event.
 *
 * @param envelope the envelope of the event; an envelope inside another is not opened
 * @param otherEvents what to do with an event of another type: a valid JSON object whose
 * eventType consists of upper-case words and underscores, such as BOOKING_EXPIRED
 */
@ConfigurationProperties("booking.consumer")
public record BodyProperties(@DefaultValue("none") Envelope envelope,
		@DefaultValue("dead-letter") OtherEvents otherEvents) {
}
