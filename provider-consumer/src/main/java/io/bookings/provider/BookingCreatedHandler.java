package io.bookings.provider;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.events.BookingCreated;

import org.springframework.stereotype.Component;

@Component
class BookingCreatedHandler implements BookingEventHandler<BookingCreated> {

	private final BookingRequests requests;

	BookingCreatedHandler(BookingRequests requests) {
		this.requests = requests;
	}

	@Override
	public Class<BookingCreated> eventType() {
		return BookingCreated.class;
	}

	@Override
	public void handle(List<BookingCreated> events) {
		this.requests.saveAll(events.stream().map(BookingRequest::new).toList());
	}

	@Override
	public String describe(BookingCreated event) {
		return BookingRequestWording.logLine(event);
	}

}
