/**
 * Notifications as signed HTTP requests to a system of the operator.
 */
@NullMarked
package io.bookings.consumer.notification.webhook;

import org.jspecify.annotations.NullMarked;
