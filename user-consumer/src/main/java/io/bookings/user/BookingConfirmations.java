package io.bookings.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The booking confirmations.
 */
interface BookingConfirmations extends Repository<BookingConfirmation, String> {

	<S extends BookingConfirmation> Iterable<S> saveAll(Iterable<S> confirmations);

	/**
	 * Looks one up. A single query needs no transaction of its own, whose commit would be
	 * one more round trip for each notification.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	Optional<BookingConfirmation> findById(String bookingId);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("from BookingConfirmation confirmation where confirmation.bookingId = :bookingId")
	Optional<BookingConfirmation> findForUpdate(String bookingId);

	/**
	 * A user's confirmations that come after the one with the given time and id, newest
	 * first.
	 */
	@Query("""
			from BookingConfirmation confirmation
			where confirmation.userId = :userId
				and (confirmation.acceptedAt, confirmation.bookingId) < (:acceptedAt, :bookingId)
			order by confirmation.acceptedAt desc, confirmation.bookingId desc""")
	List<BookingConfirmation> findOfUser(String userId, Instant acceptedAt, String bookingId, Limit limit);

}
