package io.bookings.user;

import java.time.Instant;
import java.util.Optional;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code user_profile}.
 */
interface UserProfiles extends Repository<UserProfile, String> {

	Optional<UserProfile> findById(String userId);

	/**
	 * Counts a confirmed booking, and creates the profile if needed. Has to be called
	 * once for each booking.
	 */
	@Transactional
	@Modifying
	@Query(nativeQuery = true, value = """
			insert into user_profile as profile (user_id, confirmed_bookings, last_confirmed_at)
			values (:userId, 1, :acceptedAt)
			on conflict (user_id) do update set confirmed_bookings = profile.confirmed_bookings + 1,
				last_confirmed_at = greatest(profile.last_confirmed_at, excluded.last_confirmed_at)""")
	void countConfirmation(String userId, Instant acceptedAt);

}
