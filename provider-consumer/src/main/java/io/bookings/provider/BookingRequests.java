package io.bookings.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
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
	 * latest slot first. In SQL, because the parsers of JPQL, Spring Data's and then
	 * Hibernate's, take half a second of each start for it.
	 */
	@NativeQuery("""
			select * from booking_request
			where provider_id = :providerId and (slot_start, booking_id) < (:slotStart, :bookingId)
			order by slot_start desc, booking_id desc""")
	List<BookingRequest> findOfProvider(String providerId, Instant slotStart, String bookingId, Limit limit);

}
