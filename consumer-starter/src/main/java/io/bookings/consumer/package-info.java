/**
 * Idempotent consumption of booking events, as a Spring Boot auto-configuration.
 * <p>
 * A service implements {@link io.bookings.consumer.BookingEventHandler} and hands each
 * batch that its {@code @SqsListener} receives to
 * {@link io.bookings.consumer.BookingConsumer}. It decodes the messages, stores the whole
 * batch in one {@code IdempotentTransaction}, makes a {@code Decision} about each
 * message, and in the {@code Settlement} deletes, dead-letters, releases or holds it.
 */
@NullMarked
package io.bookings.consumer;

import org.jspecify.annotations.NullMarked;
