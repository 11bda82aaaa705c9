package io.bookings.consumer.inbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Detects a failure that several bookings share, such as a missing permission on the
 * handler's table: three bookings fail in the same way, and none succeeds in between.
 */
class SharedFailures {

	private static final int SEVERAL = 3;

	private final Map<String, Set<String>> bookings = new HashMap<>();

	/**
	 * Records that a booking failed alone.
	 * @param bookingId the booking's id
	 * @param description the failure, see {@code FailureKind.describe}
	 * @return whether several bookings share the failure
	 */
	synchronized boolean add(String bookingId, String description) {
		Set<String> sharing = this.bookings.computeIfAbsent(description, (key) -> new HashSet<>());
		if (sharing.size() < SEVERAL) {
			sharing.add(bookingId);
		}
		return sharing.size() >= SEVERAL;
	}

	/**
	 * Records that a booking was processed: the failures so far are not shared.
	 */
	synchronized void clear() {
		this.bookings.clear();
	}

}
