package io.bookings.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The booking requests.
 */
interface BookingRequests extends Repository<BookingRequest, String> {

	<S extends BookingRequest> Iterable<S> saveAll(Iterable<S> requests);

	/**
	 * Looks one up. A single query needs no transaction of its own, whose commit would be
	 * one more round trip for each notification.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	Optional<BookingRequest> findById(String bookingId);

	/**
	 * A provider's requests that come after the one with the given slot start and id,
	 * latest slot first.
	 */
	@Query("""
			from BookingRequest request
			where request.providerId = :providerId and (request.slotStart, request.bookingId) < (:slotStart, :bookingId)
			order by request.slotStart desc, request.bookingId desc""")
	List<BookingRequest> findOfProvider(String providerId, Instant slotStart, String bookingId, Limit limit);

}
