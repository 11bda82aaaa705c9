/**
 * Idempotent consumption of booking events, as a Spring Boot auto-configuration.
 * <p>
 * A service implements {@link io.bookings.consumer.BookingEventHandler} and hands each
 * batch that its {@code @SqsListener} receives to
 * {@link io.bookings.consumer.BookingConsumer}. From there a message travels through
 * decoding, one {@code IdempotentTransaction} for the whole batch, a {@code Decision} for
 * each message, and the {@code Settlement} that deletes, dead-letters or returns it.
 */
@NullMarked
package io.bookings.consumer;

import org.jspecify.annotations.NullMarked;
