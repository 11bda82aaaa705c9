/**
 * The service user-consumer: stores booking confirmations, updates the users' profiles
 * and notifies the users.
 */
@NullMarked
package io.bookings.user;

import org.jspecify.annotations.NullMarked;
