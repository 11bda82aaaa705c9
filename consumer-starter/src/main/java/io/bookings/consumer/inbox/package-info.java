/**
 * Processes one batch: decodes it, stores its booking ids and the effects of its events
 * in one transaction, and settles each message.
 */
@NullMarked
package io.bookings.consumer.inbox;

import org.jspecify.annotations.NullMarked;
