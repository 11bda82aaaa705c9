/**
 * An example of a publisher. {@link io.bookings.examples.publisher.Bookings} stores a
 * booking together with its event in one transaction.
 * {@link io.bookings.examples.publisher.OutboxSender} sends the stored events in batches
 * of ten until SQS has accepted each of them.
 */
@NullMarked
package io.bookings.examples.publisher;

import org.jspecify.annotations.NullMarked;
