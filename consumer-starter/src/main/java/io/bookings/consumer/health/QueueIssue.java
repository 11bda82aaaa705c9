package io.bookings.consumer.health;

/**
 * An issue of the queue, its dead-letter queue or the access to them.
 *
 * @param subject identifies the issue, even if the details in the sentence change
 * @param sentence the issue and its remedy
 * @param blocking whether the service cannot process messages because of it
 */
record QueueIssue(String subject, String sentence, boolean blocking) {

	/**
	 * Creates an issue whose sentence does not change.
	 */
	QueueIssue(String sentence, boolean blocking) {
		this(sentence, sentence, blocking);
	}

}
