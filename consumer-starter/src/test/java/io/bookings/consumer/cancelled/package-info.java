/**
 * A third event and its service, in test sources only: the example of
 * {@code docs/adding-an-event.md}.
 */
package io.bookings.consumer.cancelled;
