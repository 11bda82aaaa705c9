package io.bookings.user;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.web.Cursor;
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

	/**
	 * The event contains neither the user nor the slot: {@code null} until the booking
	 * directory has returned them.
	 */
	private @Nullable String userId;

	private @Nullable String slotId;

	private @Nullable Instant slotStart;

	private @Nullable Instant slotEnd;

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
	 * Makes Spring Data persist instead of merge, because a merge reads before it writes.
	 */
	@Override
	public boolean isNew() {
		return !this.stored;
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

	NotificationContent toNotificationContent() {
		CalendarEntry slot = new CalendarEntry(Objects.requireNonNull(this.slotStart),
				Objects.requireNonNull(this.slotEnd), CalendarEntry.Status.CONFIRMED, this.acceptedAt);
		return new NotificationContent(BookingConfirmed.TYPE, userId(), "booking-confirmed", slot,
				Map.of("providerId", this.providerId));
	}

	Cursor cursor() {
		return new Cursor(this.acceptedAt, this.bookingId);
	}

	UserBooking toUserBooking() {
		return new UserBooking(this.bookingId, this.providerId, this.acceptedAt, this.slotId, this.slotStart,
				this.slotEnd, this.receivedAt);
	}

	@PostPersist
	@PostLoad
	void markStored() {
		this.stored = true;
	}

}
