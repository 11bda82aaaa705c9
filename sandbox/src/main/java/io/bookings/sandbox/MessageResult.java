package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The result of a message, as the service's queues and database show it.
 *
 * @param outcome the outcome as in the services' metrics, with the reason if there is one
 * @param where the table or queue that shows it
 * @param effective whether this message took effect, and not a duplicate of it
 */
record MessageResult(String outcome, String where, boolean effective) {

	/**
	 * Looks for the result of a message.
	 * @param bookingId the booking in the message, {@code null} if the message is
	 * malformed
	 * @return the result, empty until the message is settled
	 */
	static Optional<MessageResult> find(SandboxService service, String messageId, @Nullable String bookingId) {
		// Read first: a message leaves its queue only after its result is visible.
		boolean queueIsEmpty = service.messages().isEmpty();
		return inDeadLetterQueue(service, messageId).or(() -> inDeadLetterTable(service, messageId))
			.or(() -> (bookingId != null) ? inDatabase(service, messageId, bookingId, queueIsEmpty) : Optional.empty());
	}

	private static Optional<MessageResult> inDeadLetterQueue(SandboxService service, String messageId) {
		return service.deadLetters()
			.stream()
			.filter((deadLetter) -> messageId.equals(attribute(deadLetter, "OriginalMessageId")))
			.map((deadLetter) -> attribute(deadLetter, "FailureReason") + ": " + attribute(deadLetter, "FailureDetail"))
			.map((reason) -> new MessageResult(reason, service.kind().deadLetterQueueName(), false))
			.findFirst();
	}

	/**
	 * A service that collects dead letters moves them from the queue to the table.
	 */
	private static Optional<MessageResult> inDeadLetterTable(SandboxService service, String messageId) {
		String reason = row(service,
				"select reason || ': ' || detail as letter from dead_letter where source_message_id = ?", messageId);
		return Optional.ofNullable(reason)
			.map((row) -> new MessageResult(row.substring("letter=".length()), "table dead_letter", false));
	}

	private static @Nullable String attribute(Message message, String name) {
		return message.messageAttributes().containsKey(name) ? message.messageAttributes().get(name).stringValue()
				: null;
	}

	private static Optional<MessageResult> inDatabase(SandboxService service, String messageId, String bookingId,
			boolean queueIsEmpty) {
		String processed = row(service, "select message_id from processed_booking where booking_id = ?", bookingId);
		if (("message_id=" + messageId).equals(processed)) {
			return Optional.of(new MessageResult("processed", "table " + service.kind().tableName(), true));
		}
		return (processed != null && queueIsEmpty)
				? Optional.of(new MessageResult("duplicate", "table processed_booking", false)) : Optional.empty();
	}

	/**
	 * @return the row of a booking in the service's own table
	 */
	static String storedRow(SandboxService service, String bookingId) {
		String table = service.kind().tableName();
		return table + ": " + row(service, "select * from " + table + " where booking_id = ?", bookingId);
	}

	private static @Nullable String row(SandboxService service, String sql, String bookingId) {
		try (Connection connection = service.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
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
		catch (SQLException ex) {
			throw new SandboxException(
					"The database %s cannot be read: %s".formatted(service.kind().databaseName(), ex.getMessage()), ex);
		}
	}

}
