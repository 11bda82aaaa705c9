package io.bookings.consumer.health;

/**
 * Something wrong around the queue.
 *
 * @param subject what makes it the same trouble as before, although the sentence may have
 * changed
 * @param sentence what it is and what to do about it
 * @param blocking whether the service cannot do its work because of it
 */
record QueueIssue(String subject, String sentence, boolean blocking) {

	/**
	 * A trouble that no detail changes.
	 */
	QueueIssue(String sentence, boolean blocking) {
		this(sentence, sentence, blocking);
	}

}
