package io.bookings.provider;

import java.time.Instant;

import io.bookings.consumer.web.Cursor;
import io.bookings.events.BookingCreated;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import org.hibernate.annotations.Immutable;

import org.springframework.data.domain.Persistable;

/**
 * A booking that a user has requested from a provider.
 */
@Entity
@Immutable
class BookingRequest implements Persistable<String> {

	@Id
	private String bookingId;

	private String userId;

	private String providerId;

	private String slotId;

	private Instant slotStart;

	private Instant slotEnd;

	private Instant requestedAt;

	private Instant receivedAt;

	@Transient
	private boolean stored;

	BookingRequest(BookingCreated event) {
		this.bookingId = event.bookingId();
		this.userId = event.userId();
		this.providerId = event.providerId();
		this.slotId = event.slotId();
		this.slotStart = event.slotStart();
		this.slotEnd = event.slotEnd();
		this.requestedAt = event.timestamp();
		this.receivedAt = Instant.now();
	}

	@SuppressWarnings("NullAway.Init") // filled by Hibernate
	protected BookingRequest() {
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

	Cursor cursor() {
		return new Cursor(this.slotStart, this.bookingId);
	}

	BookingRequestView toView() {
		return new BookingRequestView(this.bookingId, this.userId, this.providerId, this.slotId, this.slotStart,
				this.slotEnd, this.requestedAt, this.receivedAt);
	}

	@PostPersist
	@PostLoad
	void markStored() {
		this.stored = true;
	}

}
