/**
 * The people in events: users and providers. Remembers who was erased by a hash, and
 * replaces their ids by pseudonyms.
 */
@NullMarked
package io.bookings.consumer.person;

import org.jspecify.annotations.NullMarked;
