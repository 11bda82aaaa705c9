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
 * Reads the table {@code booking_request}.
 */
interface BookingRequests extends Repository<BookingRequest, String> {

	/**
	 * Finds a request. A single query needs no transaction, whose commit would be another
	 * round trip.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	Optional<BookingRequest> findById(String bookingId);

	/**
	 * Finds the requests of a provider after the given slot start and id, latest slot
	 * first. In SQL, because parsing JPQL would take half a second of each start.
	 */
	@NativeQuery("""
			select * from booking_request
			where provider_id = :providerId and (slot_start, booking_id) < (:slotStart, :bookingId)
			order by slot_start desc, booking_id desc""")
	List<BookingRequest> findOfProvider(String providerId, Instant slotStart, String bookingId, Limit limit);

}
