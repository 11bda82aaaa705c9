package io.bookings.user;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.database.ArrayParameter;
import io.bookings.consumer.database.Columns;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.task.RetriedTask;
import io.bookings.events.BookingConfirmed;
import io.bookings.events.EventType;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores booking confirmations and schedules the task that resolves them.
 */
@Component
class BookingConfirmedHandler implements BookingEventHandler<BookingConfirmed> {

	/**
	 * Hibernate would send one statement for each booking, and keep entities that are not
	 * read again.
	 */
	private static final String INSERT = """
			insert into booking_confirmation (booking_id, provider_id, accepted_at, received_at)
			select booking_id, provider_id, accepted_at, clock_timestamp()
			from unnest(:bookingIds, :providerIds, :acceptedAts) as t (booking_id, provider_id, accepted_at)""";

	private final JdbcClient jdbc;

	private final RetriedTask resolveBooking;

	BookingConfirmedHandler(JdbcClient jdbc, RetriedTask resolveBooking) {
		this.jdbc = jdbc;
		this.resolveBooking = resolveBooking;
	}

	@Override
	public EventType<BookingConfirmed> eventType() {
		return BookingConfirmed.TYPE;
	}

	@Override
	public void handle(List<BookingConfirmed> events) {
		this.jdbc.sql(INSERT)
			.param("bookingIds", ArrayParameter.of("text", events, BookingConfirmed::bookingId))
			.param("providerIds", ArrayParameter.of("text", events, BookingConfirmed::providerId))
			.param("acceptedAts", ArrayParameter.of("timestamptz", events, BookingConfirmed::acceptedAt))
			.update();
		this.resolveBooking.schedule(events.stream().map(BookingConfirmed::bookingId).toList());
	}

	@Override
	public Optional<BookingConfirmed> find(String bookingId) {
		return this.jdbc.sql("""
				select provider_id, accepted_at, received_at from booking_confirmation where booking_id = :bookingId""")
			.param("bookingId", bookingId)
			.query((row, number) -> new BookingConfirmed(bookingId, row.getString("provider_id"),
					Columns.instant(row, "accepted_at"), Columns.instant(row, "received_at")))
			.optional();
	}

	@Override
	public List<Person> people(BookingConfirmed event) {
		return List.of(Person.provider(event.providerId()));
	}

	@Override
	public BookingConfirmed withIds(BookingConfirmed event, Function<Person, String> ids) {
		return new BookingConfirmed(event.bookingId(), ids.apply(Person.provider(event.providerId())),
				event.acceptedAt(), event.timestamp());
	}

	@Override
	public String describe(BookingConfirmed event) {
		return "Booking has been confirmed at " + event.acceptedAt();
	}

}
