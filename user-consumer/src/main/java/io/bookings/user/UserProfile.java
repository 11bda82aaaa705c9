package io.bookings.user;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * What is counted about a user. The contact in the same row is read and written by
 * {@link io.bookings.consumer.notification.Contacts}.
 */
@Entity
@Immutable // two confirmations at once must not write the same number: see UserProfiles
class UserProfile {

	@Id
	private String userId;

	private int confirmedBookings;

	private @Nullable Instant lastConfirmedAt;

	@SuppressWarnings("NullAway.Init") // filled by Hibernate
	protected UserProfile() {
	}

	int confirmedBookings() {
		return this.confirmedBookings;
	}

	@Nullable Instant lastConfirmedAt() {
		return this.lastConfirmedAt;
	}

}
