/**
 * Receipts: what Amazon SES reports about e-mails after it has accepted them.
 */
@NullMarked
package io.bookings.consumer.notification.receipt;

import org.jspecify.annotations.NullMarked;
