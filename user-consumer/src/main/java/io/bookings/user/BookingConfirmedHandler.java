package io.bookings.user;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.events.BookingConfirmed;

import org.springframework.stereotype.Component;

@Component
class BookingConfirmedHandler implements BookingEventHandler<BookingConfirmed> {

	private final BookingConfirmations confirmations;

	BookingConfirmedHandler(BookingConfirmations confirmations) {
		this.confirmations = confirmations;
	}

	@Override
	public Class<BookingConfirmed> eventType() {
		return BookingConfirmed.class;
	}

	@Override
	public void handle(List<BookingConfirmed> events) {
		this.confirmations.saveAll(events.stream().map(BookingConfirmation::new).toList());
	}

	@Override
	public String describe(BookingConfirmed event) {
		return BookingConfirmationWording.logLine(event);
	}

}
