package io.bookings.provider;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.database.ArrayParameter;
import io.bookings.consumer.database.Columns;
import io.bookings.consumer.notification.Notifications;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.person.Pseudonym;
import io.bookings.events.BookingCreated;
import io.bookings.events.EventType;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores booking requests and schedules the notifications of their providers.
 */
@Component
class BookingCreatedHandler implements BookingEventHandler<BookingCreated> {

	/**
	 * Hibernate would send one statement for each booking, and keep entities that are not
	 * read again.
	 */
	private static final String INSERT = """
			insert into booking_request (booking_id, user_id, provider_id, slot_id, slot_start, slot_end, requested_at, received_at)
			select booking_id, user_id, provider_id, slot_id, slot_start, slot_end, requested_at, clock_timestamp()
			from unnest(:bookingIds, :userIds, :providerIds, :slotIds, :slotStarts, :slotEnds, :timestamps)
				as t (booking_id, user_id, provider_id, slot_id, slot_start, slot_end, requested_at)""";

	private final JdbcClient jdbc;

	private final Notifications notifications;

	BookingCreatedHandler(JdbcClient jdbc, Notifications notifications) {
		this.jdbc = jdbc;
		this.notifications = notifications;
	}

	@Override
	public EventType<BookingCreated> eventType() {
		return BookingCreated.TYPE;
	}

	@Override
	public void handle(List<BookingCreated> events) {
		this.jdbc.sql(INSERT)
			.param("bookingIds", ArrayParameter.of("text", events, BookingCreated::bookingId))
			.param("userIds", ArrayParameter.of("text", events, BookingCreated::userId))
			.param("providerIds", ArrayParameter.of("text", events, BookingCreated::providerId))
			.param("slotIds", ArrayParameter.of("text", events, BookingCreated::slotId))
			.param("slotStarts", ArrayParameter.of("timestamptz", events, BookingCreated::slotStart))
			.param("slotEnds", ArrayParameter.of("timestamptz", events, BookingCreated::slotEnd))
			.param("timestamps", ArrayParameter.of("timestamptz", events, BookingCreated::timestamp))
			.update();
		this.notifications.schedule(BookingCreated.TYPE,
				events.stream()
					.filter((event) -> !Pseudonym.is(event.providerId()))
					.map(BookingCreated::bookingId)
					.toList());
	}

	@Override
	public List<Person> people(BookingCreated event) {
		return List.of(Person.user(event.userId()), Person.provider(event.providerId()));
	}

	@Override
	public BookingCreated withIds(BookingCreated event, Function<Person, String> ids) {
		return new BookingCreated(event.bookingId(), ids.apply(Person.user(event.userId())),
				ids.apply(Person.provider(event.providerId())), event.slotId(), event.slotStart(), event.slotEnd(),
				event.timestamp());
	}

	@Override
	public Optional<BookingCreated> find(String bookingId) {
		return this.jdbc.sql("""
				select user_id, provider_id, slot_id, slot_start, slot_end, requested_at from booking_request
				where booking_id = :bookingId""")
			.param("bookingId", bookingId)
			.query((row, number) -> new BookingCreated(bookingId, row.getString("user_id"),
					row.getString("provider_id"), row.getString("slot_id"), Columns.instant(row, "slot_start"),
					Columns.instant(row, "slot_end"), Columns.instant(row, "requested_at")))
			.optional();
	}

	@Override
	public String describe(BookingCreated event) {
		return "A provider has a new booking request for slot " + event.slotId() + ", " + event.slotStart() + " - "
				+ event.slotEnd();
	}

}
