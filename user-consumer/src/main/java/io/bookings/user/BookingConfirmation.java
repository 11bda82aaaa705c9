package io.bookings.user;

import java.time.Instant;
import java.util.Objects;

import io.bookings.consumer.web.Cursor;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * A provider's acceptance of a booking.
 */
@Entity
class BookingConfirmation {

	@Id
	private String bookingId;

	private String providerId;

	private Instant acceptedAt;

	/**
	 * The event contains neither the user nor the slot: {@code null} until the booking
	 * directory has returned them.
	 */
	private @Nullable String userId;

	private @Nullable String slotId;

	private @Nullable Instant slotStart;

	private @Nullable Instant slotEnd;

	private Instant receivedAt;

	@SuppressWarnings("NullAway.Init") // filled by Hibernate
	protected BookingConfirmation() {
	}

	/**
	 * Whether the user and the slot are known.
	 */
	boolean isResolved() {
		return this.userId != null;
	}

	/**
	 * Adds the user and the slot.
	 * @param entry a complete response of the booking directory
	 */
	void resolve(BookingDirectory.Entry entry) {
		this.userId = entry.userId();
		this.slotId = entry.slotId();
		this.slotStart = entry.slotStart();
		this.slotEnd = entry.slotEnd();
	}

	String userId() {
		return Objects.requireNonNull(this.userId, "The booking is not resolved");
	}

	Instant acceptedAt() {
		return this.acceptedAt;
	}

	Cursor cursor() {
		return new Cursor(this.acceptedAt, this.bookingId);
	}

	UserBooking toUserBooking() {
		return new UserBooking(this.bookingId, this.providerId, this.acceptedAt, this.slotId, this.slotStart,
				this.slotEnd, this.receivedAt);
	}

}
