/**
 * The service provider-consumer: stores booking requests and notifies the providers.
 */
@NullMarked
package io.bookings.provider;

import org.jspecify.annotations.NullMarked;
