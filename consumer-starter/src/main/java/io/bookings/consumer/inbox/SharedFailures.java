package io.bookings.consumer.inbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells a failure that is about one booking from one that many bookings share, such as a
 * missing right on the handler's table: several bookings fail in the same way, and none
 * succeeds in between.
 */
class SharedFailures {

	private static final int SEVERAL = 3;

	private final Map<String, Set<String>> bookings = new HashMap<>();

	/**
	 * A booking was tried alone and failed.
	 * @param description what may be told of the failure
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
	 * A booking was processed: the others fail for reasons of their own.
	 */
	synchronized void clear() {
		this.bookings.clear();
	}

}
