package io.bookings.consumer.message;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the consumer makes of bodies that are not the bare event.
 *
 * @param envelope what lies around the event; one envelope is opened, not one in another
 * @param otherEvents what becomes of an event of another type: a valid JSON object whose
 * eventType is of upper-case words that underscores join, such as BOOKING_EXPIRED
 */
@ConfigurationProperties("booking.consumer")
public record BodyProperties(@DefaultValue("none") Envelope envelope,
		@DefaultValue("dead-letter") OtherEvents otherEvents) {
}
