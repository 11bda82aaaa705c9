package io.bookings.user;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a user. {@link io.bookings.consumer.notification.Contacts} reads and
 * writes the contact in the same row.
 */
@Entity
@Immutable // UserProfiles updates it, because confirmations can be concurrent
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
