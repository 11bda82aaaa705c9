package io.bookings.consumer.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The timeline of a booking.
 *
 * @param bookingId the booking's id
 * @param parts what each service answered
 * @param entries the entries of all services in chronological order
 */
public record BookingTimeline(String bookingId, List<Part> parts, List<TimelineEntry> entries) {

	/**
	 * Copies the lists.
	 */
	public BookingTimeline {
		parts = List.copyOf(parts);
		entries = List.copyOf(entries);
	}

	/**
	 * Returns whether both services know nothing of the booking.
	 * @return {@code false} also if one of them did not answer
	 */
	public boolean unknown() {
		return this.parts.stream().allMatch((part) -> part.state() == State.UNKNOWN || part.state() == State.NOT_SET);
	}

	/**
	 * What a service answered.
	 *
	 * @param service the name of the service; for one that did not answer, its address
	 * without credentials
	 * @param state whether it answered
	 * @param detail why it did not
	 */
	public record Part(String service, State state, @Nullable String detail) {

	}

	/**
	 * Whether a service answered.
	 */
	public enum State {

		/** It has entries. */
		KNOWN,

		/** It does not know the booking. */
		UNKNOWN,

		/** It did not answer, or its answer could not be used. */
		UNAVAILABLE,

		/** Its address is not set. */
		NOT_SET

	}

}
