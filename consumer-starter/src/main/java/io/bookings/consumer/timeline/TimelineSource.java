package io.bookings.consumer.timeline;

import java.util.List;

/**
 * What a service adds to the timeline of a booking from its own tables. Each bean of this
 * type is asked.
 */
@FunctionalInterface
public interface TimelineSource {

	/**
	 * Returns the entries of a booking. It has to use an index.
	 * @param bookingId the booking's id
	 * @return the entries, in any order; empty if the booking is unknown
	 */
	List<TimelineEntry> entries(String bookingId);

}
