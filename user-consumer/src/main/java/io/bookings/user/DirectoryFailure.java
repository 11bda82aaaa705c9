package io.bookings.user;

/**
 * Why the booking directory has not returned the user of a booking, with the remedy.
 */
enum DirectoryFailure {

	/** There is no URL. */
	NOT_CONFIGURED(true, "Set booking.directory.url to the address of provider-consumer, and restart"),

	/** No connection, or no response in time. */
	UNREACHABLE(true, "Check booking.directory.url, the network, and whether provider-consumer is up"),

	/** HTTP 401 or 403. */
	REFUSED(true,
			"Compare booking.directory.username and booking.directory.password with those of provider-consumer, "
					+ "and restart"),

	/** The directory's own 404. BOOKING_CREATED may still be in a queue. */
	UNKNOWN(false,
			"Check whether BOOKING_CREATED of this booking is in a queue or dead-letter queue of "
					+ "provider-consumer"),

	/** The response is complete JSON, but not about this booking. */
	MISMATCH(false, "Check booking.directory.url, and compare the versions of the services"),

	/** Any other response. */
	OTHER_ANSWER(true, "Check the health and the log of provider-consumer, and whether a proxy answers in its place");

	private final boolean shared;

	private final String remedy;

	DirectoryFailure(boolean shared, String remedy) {
		this.shared = shared;
		this.remedy = remedy;
	}

	/**
	 * Whether look-ups of other bookings fail in the same way.
	 */
	boolean isShared() {
		return this.shared;
	}

	String remedy() {
		return this.remedy;
	}

}
