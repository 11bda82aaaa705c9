package io.bookings.provider;

import org.springframework.data.repository.Repository;

/**
 * The booking requests.
 */
interface BookingRequests extends Repository<BookingRequest, String> {

	<S extends BookingRequest> Iterable<S> saveAll(Iterable<S> requests);

}
