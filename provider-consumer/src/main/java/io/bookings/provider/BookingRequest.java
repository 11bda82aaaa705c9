package io.bookings.provider;

import java.time.Instant;

import io.bookings.consumer.web.Cursor;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;

/**
 * A booking that a user has requested from a provider.
 */
@Entity
@Immutable
class BookingRequest {

	@Id
	private String bookingId;

	private String userId;

	private String providerId;

	private String slotId;

	private Instant slotStart;

	private Instant slotEnd;

	private Instant requestedAt;

	private Instant receivedAt;

	@SuppressWarnings("NullAway.Init") // filled by Hibernate
	protected BookingRequest() {
	}

	Cursor cursor() {
		return new Cursor(this.slotStart, this.bookingId);
	}

	BookingRequestView toView() {
		return new BookingRequestView(this.bookingId, this.userId, this.providerId, this.slotId, this.slotStart,
				this.slotEnd, this.requestedAt, this.receivedAt);
	}

}
