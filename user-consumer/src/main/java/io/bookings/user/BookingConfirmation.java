package io.bookings.user;

import java.time.Instant;

import io.bookings.events.BookingConfirmed;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Persistable;

/**
 * A provider's acceptance of a booking.
 */
@Entity
class BookingConfirmation implements Persistable<String> {

	@Id
	private String bookingId;

	private String providerId;

	private Instant acceptedAt;

	/** The event does not carry it: {@code null} until it is known. */
	private @Nullable String userId;

	private Instant receivedAt;

	@Transient
	private boolean stored;

	BookingConfirmation(BookingConfirmed event) {
		this.bookingId = event.bookingId();
		this.providerId = event.providerId();
		this.acceptedAt = event.acceptedAt();
		this.receivedAt = Instant.now();
	}

	@SuppressWarnings("NullAway.Init") // filled by Hibernate
	protected BookingConfirmation() {
	}

	@Override
	public String getId() {
		return this.bookingId;
	}

	/**
	 * Lets Spring Data persist instead of merge: a merge would read before it writes.
	 */
	@Override
	public boolean isNew() {
		return !this.stored;
	}

	@PostPersist
	@PostLoad
	void markStored() {
		this.stored = true;
	}

}
