package io.bookings.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the table {@code booking_confirmation}.
 */
interface BookingConfirmations extends Repository<BookingConfirmation, String> {

	/**
	 * Finds a confirmation. A single query needs no transaction, whose commit would be
	 * another round trip.
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	Optional<BookingConfirmation> findById(String bookingId);

	@NativeQuery("select * from booking_confirmation where booking_id = :bookingId for no key update")
	Optional<BookingConfirmation> findForUpdate(String bookingId);

	/**
	 * Finds the confirmations of a user after the given time and id, newest first. In
	 * SQL, because parsing JPQL would take half a second of each start.
	 */
	@NativeQuery("""
			select * from booking_confirmation
			where user_id = :userId and (accepted_at, booking_id) < (:acceptedAt, :bookingId)
			order by accepted_at desc, booking_id desc""")
	List<BookingConfirmation> findOfUser(String userId, Instant acceptedAt, String bookingId, Limit limit);

}
