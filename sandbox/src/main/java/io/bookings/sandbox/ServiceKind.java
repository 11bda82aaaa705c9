package io.bookings.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;

/**
 * The services that the sandbox knows, and everything in which they differ.
 */
public enum ServiceKind {

	/**
	 * provider-consumer, which consumes {@code BOOKING_CREATED}.
	 */
	PROVIDER("provider", 8081, "booking-request", "booking-created.json",
			new SampleRequests("/providers/provider-789/contact", """
					{"name":"Praxis am Park","email":"provider-789@example.org","locale":"de",\
					"timeZone":"Europe/Berlin","channels":["email"]}""", "provider-789",
					List.of("/booking-requests?providerId=provider-789", "/booking-requests/{bookingId}")),
			(booking) -> new BookingCreated(booking.id(), booking.userId(), booking.providerId(), booking.slotId(),
					booking.slotStart(), booking.slotEnd(), Instant.now()),
			new Tables("provider_contact", """
					select booking_id, concat_ws(' ', user_id, provider_id, slot_id,
						extract(epoch from slot_start)::bigint, extract(epoch from slot_end)::bigint)
					from booking_request""",
					(booking) -> "%s %s %s %d %d".formatted(booking.userId(), booking.providerId(), booking.slotId(),
							booking.slotStart().getEpochSecond(), booking.slotEnd().getEpochSecond()),
					null)),

	/**
	 * user-consumer, which consumes {@code BOOKING_CONFIRMED}.
	 */
	USER("user", 8082, "booking-confirmation", "booking-confirmed.json",
			new SampleRequests("/users/user-456/profile", """
					{"name":"Kim Miller","email":"user-456@example.org","locale":"en",\
					"timeZone":"America/New_York","channels":["email"]}""", "user-456",
					List.of("/users/user-456/bookings")),
			(booking) -> new BookingConfirmed(booking.id(), booking.providerId(), booking.acceptedAt(), Instant.now()),
			new Tables(
					"user_profile", """
							select booking_id,
								concat_ws(' ', provider_id, extract(epoch from accepted_at)::bigint, user_id)
							from booking_confirmation""", (booking) -> "%s %d %s".formatted(booking.providerId(),
							booking.acceptedAt().getEpochSecond(), booking.userId()),
					"select user_id, confirmed_bookings from user_profile"));

	/**
	 * The service that is the booking directory of the others.
	 */
	public static final ServiceKind DIRECTORY = PROVIDER;

	private final String recipient;

	private final int defaultPort;

	private final String subject;

	private final String sampleEvent;

	private final SampleRequests sampleRequests;

	private final Function<Booking, BookingEvent> event;

	private final Tables tables;

	/**
	 * Describes a service.
	 * @param recipient whom the service notifies; the names of the service, of its
	 * database and of its port's variable begin with it
	 * @param defaultPort the port of its HTTP API in a local run
	 * @param subject what the service stores, from which the names of its queues, of
	 * their variable and of its table derive
	 * @param sampleEvent the file with the contract's example of the event
	 */
	ServiceKind(String recipient, int defaultPort, String subject, String sampleEvent, SampleRequests sampleRequests,
			Function<Booking, BookingEvent> event, Tables tables) {
		this.recipient = recipient;
		this.defaultPort = defaultPort;
		this.subject = subject;
		this.sampleEvent = sampleEvent;
		this.sampleRequests = sampleRequests;
		this.event = event;
		this.tables = tables;
	}

	/**
	 * @return the environment variable with the queue URL
	 */
	public String queueVariable() {
		return "SQS_" + upperCase(this.subject) + "_QUEUE_URL";
	}

	/**
	 * @return the name of the service, its module and its jar
	 */
	public String serviceName() {
		return this.recipient + "-consumer";
	}

	/**
	 * @return whom the service notifies: {@code provider} or {@code user}, with which the
	 * ids of the recipients begin
	 */
	public String recipient() {
		return this.recipient;
	}

	/**
	 * @return the event that the service consumes for a booking, with a new time stamp on
	 * each call, as publishers create it
	 */
	public BookingEvent event(Booking booking) {
		return this.event.apply(booking);
	}

	/**
	 * @return the table with the contacts of the recipients
	 */
	public String contactTable() {
		return this.tables.contacts();
	}

	/**
	 * @return the query for all bookings that the service has stored: the booking id, and
	 * the content in one column
	 */
	public String rowQuery() {
		return this.tables.rowQuery();
	}

	/**
	 * @return the content of a booking's row as {@link #rowQuery()} selects it
	 */
	public String expectedRow(Booking booking) {
		return this.tables.expectedRow().apply(booking);
	}

	/**
	 * @return the query for the number of bookings of each user, {@code null} if the
	 * service does not count them
	 */
	public @Nullable String bookingCountQuery() {
		return this.tables.bookingCountQuery();
	}

	String queueName() {
		return this.subject + "-queue";
	}

	String deadLetterQueueName() {
		return this.subject + "-dlq";
	}

	/**
	 * @return the name of the queue with the events about the service's e-mails
	 */
	String eventQueueName() {
		return this.recipient + "-notification-event-queue";
	}

	String eventDeadLetterQueueName() {
		return this.recipient + "-notification-event-dlq";
	}

	String databaseName() {
		return this.recipient + "_consumer";
	}

	/**
	 * @return the table in which the service stores the content of the event
	 */
	String tableName() {
		return this.subject.replace('-', '_');
	}

	/**
	 * @return the environment variable that sets the port in a local run
	 */
	String portVariable() {
		return upperCase(this.recipient) + "_PORT";
	}

	int defaultPort() {
		return this.defaultPort;
	}

	String sampleEvent() {
		return this.sampleEvent;
	}

	SampleRequests sampleRequests() {
		return this.sampleRequests;
	}

	private static String upperCase(String name) {
		return name.toUpperCase(Locale.ROOT).replace('-', '_');
	}

	/**
	 * Requests to the service's HTTP API that fit the sample events.
	 *
	 * @param contactPath where the contact of the sample's recipient is
	 * @param contact the contact, as JSON
	 * @param recipientId the id of the sample's recipient
	 * @param bookingPaths where the bookings can be read; may contain {@code {bookingId}}
	 */
	record SampleRequests(String contactPath, String contact, String recipientId, List<String> bookingPaths) {

		/**
		 * @return the paths of a booking, those that all services have included
		 */
		List<String> bookingPaths(String bookingId) {
			return Stream.concat(this.bookingPaths.stream(), Stream.of("/bookings/{bookingId}/history"))
				.map((path) -> path.replace("{bookingId}", bookingId))
				.toList();
		}

	}

	/**
	 * What differs in the databases of the services.
	 *
	 * @param contacts the table with the contacts of the recipients
	 * @param rowQuery selects the booking id and the content of each stored booking
	 * @param expectedRow the content of a booking's row
	 * @param bookingCountQuery selects the number of bookings of each user; {@code null}
	 * if they are not counted
	 */
	private record Tables(String contacts, String rowQuery, Function<Booking, String> expectedRow,
			@Nullable String bookingCountQuery) {
	}

}
