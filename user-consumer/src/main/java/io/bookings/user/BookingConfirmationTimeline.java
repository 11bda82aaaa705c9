package io.bookings.user;

import java.util.List;

import io.bookings.consumer.timeline.TimelineEntry;
import io.bookings.consumer.timeline.TimelineSource;
import io.bookings.events.BookingConfirmed;

import org.springframework.stereotype.Component;

/**
 * When a provider accepted a booking, for its timeline.
 */
@Component
class BookingConfirmationTimeline implements TimelineSource {

	private final BookingConfirmations confirmations;

	BookingConfirmationTimeline(BookingConfirmations confirmations) {
		this.confirmations = confirmations;
	}

	@Override
	public List<TimelineEntry> entries(String bookingId) {
		return this.confirmations.findById(bookingId)
			.map((confirmation) -> TimelineEntry.of(confirmation.acceptedAt(), "accepted",
					BookingConfirmed.TYPE.toString(),
					confirmation.isResolved() ? "for " + confirmation.userId() : "the user is not known yet"))
			.stream()
			.toList();
	}

}
