package io.bookings.consumer.health;

/**
 * Something wrong around the queue.
 *
 * @param sentence what it is and what to do about it
 * @param blocking whether the service cannot do its work because of it
 */
record Trouble(String sentence, boolean blocking) {
}
