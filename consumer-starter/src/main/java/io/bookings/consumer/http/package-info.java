/**
 * How services ask others over HTTP, and how they tell what was answered.
 */
@NullMarked
package io.bookings.consumer.http;

import org.jspecify.annotations.NullMarked;
