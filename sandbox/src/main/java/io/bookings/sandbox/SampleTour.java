package io.bookings.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Sends four messages to the services, one after the other, and reports what has become
 * of each. Nothing of the report is assumed: it says what is in the databases and the
 * queues.
 */
final class SampleTour {

	private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

	private static final String BOOKING_ID = "test-123";

	private final SandboxService provider;

	private final SandboxService user;

	SampleTour(SandboxService provider, SandboxService user) {
		this.provider = provider;
		this.user = user;
	}

	/**
	 * @return the report, a table and the stored rows
	 */
	String take() throws InterruptedException {
		String created = example("booking-created.json");
		List<Sample> samples = List.of(new Sample("booking created", this.provider, created, BOOKING_ID),
				new Sample("the same again", this.provider, created, BOOKING_ID),
				new Sample("cut off", this.provider, "{\"bookingId\":", null),
				new Sample("booking confirmed", this.user, example("booking-confirmed.json"), BOOKING_ID));
		List<List<String>> table = new ArrayList<>();
		table.add(List.of("Message", "Sent to", "Outcome", "Where to see it"));
		StringJoiner rows = new StringJoiner(System.lineSeparator(), System.lineSeparator().repeat(2), "")
			.setEmptyValue("");
		for (Sample sample : samples) {
			Sight sight = watch(sample, sample.service().send(sample.body()));
			table.add(List.of(sample.name(), sample.service().kind().serviceName(), sight.outcome(), sight.where()));
			if (sight.row() != null) {
				rows.add(sight.row());
			}
		}
		return TextTable.format(table) + rows;
	}

	/**
	 * @return the guide's example of an event, byte for byte
	 */
	static String example(String resource) {
		try (InputStream stream = BookingEvent.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("No resource " + resource);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Sight watch(Sample sample, String messageId) throws InterruptedException {
		Instant deadline = Instant.now().plus(SETTLED_WITHIN);
		while (Instant.now().isBefore(deadline)) {
			Optional<Sight> sight = look(sample, messageId);
			if (sight.isPresent()) {
				return sight.get();
			}
			Thread.sleep(200);
		}
		return new Sight("not settled", "the service's log", null);
	}

	/**
	 * @return nothing as long as the message is not settled
	 */
	static Optional<Sight> look(Sample sample, String messageId) {
		SandboxService service = sample.service();
		// Before the rest: a message is deleted only after what it has led to can be
		// seen.
		boolean queueIsEmpty = service.messages().isEmpty();
		for (Message deadLetter : service.deadLetters()) {
			if (messageId.equals(attribute(deadLetter, "OriginalMessageId"))) {
				return Optional.of(new Sight(
						"%s: %s".formatted(attribute(deadLetter, "FailureReason"),
								attribute(deadLetter, "FailureDetail")),
						"dead-letter queue " + service.kind().deadLetterQueueName(), null));
			}
		}
		if (sample.bookingId() == null) {
			return Optional.empty();
		}
		try (Connection connection = service.dataSource().getConnection()) {
			String processed = row(connection, "select message_id from processed_booking where booking_id = ?",
					sample.bookingId());
			if (processed != null && processed.equals("message_id=" + messageId)) {
				String table = service.kind().tableName();
				return Optional
					.of(new Sight("processed", "table %s of %s".formatted(table, service.kind().databaseName()), table
							+ ": "
							+ row(connection, "select * from " + table + " where booking_id = ?", sample.bookingId())));
			}
			return (processed != null && queueIsEmpty)
					? Optional
						.of(new Sight("duplicate", "table processed_booking of " + service.kind().databaseName(), null))
					: Optional.empty();
		}
		catch (SQLException ex) {
			throw new SandboxException(
					"The database of %s cannot be read: %s".formatted(service.kind().serviceName(), ex.getMessage()),
					ex);
		}
	}

	private static @Nullable String attribute(Message message, String name) {
		return message.messageAttributes().containsKey(name) ? message.messageAttributes().get(name).stringValue()
				: null;
	}

	private static @Nullable String row(Connection connection, String sql, String bookingId) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, bookingId);
			try (ResultSet rows = statement.executeQuery()) {
				if (!rows.next()) {
					return null;
				}
				StringJoiner columns = new StringJoiner(", ");
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					columns.add(rows.getMetaData().getColumnLabel(i) + "=" + rows.getString(i));
				}
				return columns.toString();
			}
		}
	}

	/**
	 * A message to send.
	 *
	 * @param bookingId the booking of which it tells, if that can be known
	 */
	record Sample(String name, SandboxService service, String body, @Nullable String bookingId) {

	}

	/**
	 * What has become of a message.
	 *
	 * @param row what it has left in the service's own table, if anything
	 */
	record Sight(String outcome, String where, @Nullable String row) {

	}

}
