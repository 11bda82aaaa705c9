package io.bookings.user;

import org.springframework.data.repository.Repository;

/**
 * The booking confirmations.
 */
interface BookingConfirmations extends Repository<BookingConfirmation, String> {

	<S extends BookingConfirmation> Iterable<S> saveAll(Iterable<S> confirmations);

}
