/**
 * The HTTP API for notifications: lists them and sends them again.
 */
@NullMarked
package io.bookings.consumer.notification.api;

import org.jspecify.annotations.NullMarked;
