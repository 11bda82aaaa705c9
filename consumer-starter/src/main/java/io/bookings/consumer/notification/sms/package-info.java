/**
 * Notifications as text messages, over Amazon SNS.
 */
@NullMarked
package io.bookings.consumer.notification.sms;

import org.jspecify.annotations.NullMarked;
