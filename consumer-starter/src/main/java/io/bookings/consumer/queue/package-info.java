/**
 * Requests to SQS: selects the endpoint, sets time-outs, deletes, releases and hides
 * messages, sends dead letters and reads queue attributes.
 */
@NullMarked
package io.bookings.consumer.queue;

import org.jspecify.annotations.NullMarked;
