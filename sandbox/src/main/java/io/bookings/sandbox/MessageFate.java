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
 * What has become of a message, found in the service's queues and database.
 *
 * @param outcome in the words of the services' metrics, with the reason if there is one
 * @param where where it can be seen
 * @param row what the message has left in the service's own table, if anything
 */
record MessageFate(String outcome, String where, @Nullable String row) {

	/**
	 * @param bookingId the booking of which the message tells, if that can be known
	 * @return nothing as long as the message is not settled
	 */
	static Optional<MessageFate> find(SandboxService service, String messageId, @Nullable String bookingId) {
		// Asked first, as a message leaves its queue only after its traces can be seen.
		boolean queueIsEmpty = service.messages().isEmpty();
		return inDeadLetterQueue(service, messageId)
			.or(() -> (bookingId != null) ? inDatabase(service, messageId, bookingId, queueIsEmpty) : Optional.empty());
	}

	private static Optional<MessageFate> inDeadLetterQueue(SandboxService service, String messageId) {
		return service.deadLetters()
			.stream()
			.filter((deadLetter) -> messageId.equals(attribute(deadLetter, "OriginalMessageId")))
			.map((deadLetter) -> attribute(deadLetter, "FailureReason") + ": " + attribute(deadLetter, "FailureDetail"))
			.map((reason) -> new MessageFate(reason, "dead-letter queue " + service.kind().deadLetterQueueName(), null))
			.findFirst();
	}

	private static @Nullable String attribute(Message message, String name) {
		return message.messageAttributes().containsKey(name) ? message.messageAttributes().get(name).stringValue()
				: null;
	}

	private static Optional<MessageFate> inDatabase(SandboxService service, String messageId, String bookingId,
			boolean queueIsEmpty) {
		String database = service.kind().databaseName();
		String table = service.kind().tableName();
		try (Connection connection = service.dataSource().getConnection()) {
			String processed = row(connection, "select message_id from processed_booking where booking_id = ?",
					bookingId);
			if (("message_id=" + messageId).equals(processed)) {
				String row = row(connection, "select * from " + table + " where booking_id = ?", bookingId);
				return Optional
					.of(new MessageFate("processed", "table %s of %s".formatted(table, database), table + ": " + row));
			}
			if (processed != null && queueIsEmpty) {
				return Optional.of(new MessageFate("duplicate", "table processed_booking of " + database, null));
			}
			return Optional.empty();
		}
		catch (SQLException ex) {
			throw new SandboxException("The database %s cannot be read: %s".formatted(database, ex.getMessage()), ex);
		}
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

}
