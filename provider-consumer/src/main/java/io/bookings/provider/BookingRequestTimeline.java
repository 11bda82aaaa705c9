package io.bookings.provider;

import java.util.List;

import io.bookings.consumer.timeline.TimelineEntry;
import io.bookings.consumer.timeline.TimelineSource;
import io.bookings.events.BookingCreated;

import org.springframework.stereotype.Component;

/**
 * When a user requested a booking, for its timeline.
 */
@Component
class BookingRequestTimeline implements TimelineSource {

	private final BookingRequests requests;

	BookingRequestTimeline(BookingRequests requests) {
		this.requests = requests;
	}

	@Override
	public List<TimelineEntry> entries(String bookingId) {
		return this.requests.findById(bookingId)
			.map(BookingRequest::toView)
			.map((request) -> TimelineEntry.of(request.requestedAt(), "requested", BookingCreated.TYPE.toString(),
					"by %s, of %s, slot %s from %s to %s".formatted(request.userId(), request.providerId(),
							request.slotId(), request.slotStart(), request.slotEnd())))
			.stream()
			.toList();
	}

}
