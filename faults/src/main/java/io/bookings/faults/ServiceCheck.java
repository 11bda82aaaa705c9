package io.bookings.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bookings.faults.Publisher.DeadLetterCandidate;
import io.bookings.faults.ExpectedState.MessagePattern;
import io.bookings.sandbox.SandboxService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Compares the content of one service's database and queues with the expected state.
 */
final class ServiceCheck {

	private static final int FETCH = 1000;

	private static final int BATCH = 10;

	private final SandboxService service;

	private final Connection connection;

	private final ExpectedState expected;

	private final Map<String, DeadLetterCandidate> candidates;

	private final Findings findings;

	private final Map<String, Long> figures;

	private final Set<String> notified = new HashSet<>();

	private long repeatedDeadLetters;

	/** Bookings whose conflicting message was processed first. */
	private final BitSet otherWon = new BitSet();

	/**
	 * Creates a check.
	 * @param connection a connection to the service's database, not in auto-commit mode
	 * @param expected the expected state
	 * @param candidates the messages that may be dead-lettered, by their ids
	 * @param findings collects the violations
	 * @param figures collects the counts
	 */
	ServiceCheck(SandboxService service, Connection connection, ExpectedState expected,
			Map<String, DeadLetterCandidate> candidates, Findings findings, Map<String, Long> figures) {
		this.service = service;
		this.connection = connection;
		this.expected = expected;
		this.candidates = candidates;
		this.findings = findings;
		this.figures = figures;
	}

	/**
	 * Returns the {@code Message-ID} of each notification that was sent.
	 */
	Set<String> notified() {
		return this.notified;
	}

	long repeatedDeadLetters() {
		return this.repeatedDeadLetters;
	}

	void run() throws SQLException {
		checkQueue();
		checkRows();
		checkProcessed();
		checkDeadLetters();
		checkHistory();
		checkNotifications();
		String bookingCountQuery = this.service.kind().bookingCountQuery();
		if (bookingCountQuery != null) {
			checkBookingCounts(bookingCountQuery);
		}
	}

	private void checkQueue() {
		this.findings.expect("message left in the queue", name(), 0, this.service.messages().total());
	}

	private void checkRows() throws SQLException {
		BitSet seen = new BitSet();
		query(this.service.kind().rowQuery(), (row) -> {
			int number = see(seen, row.getString(1), "row");
			if (number >= 0) {
				checkContent(number, row.getString(2));
			}
		});
		missing(seen, "booking lost");
		this.figures.put("bookings stored by " + name(), (long) seen.cardinality());
	}

	private void checkContent(int number, String content) {
		if (content.equals(this.service.kind().expectedRow(this.expected.booking(number, false)))) {
			return;
		}
		if (this.expected.pattern(number) == MessagePattern.CONFLICTING
				&& content.equals(this.service.kind().expectedRow(this.expected.booking(number, true)))) {
			this.otherWon.set(number);
			return;
		}
		this.findings.add("row with wrong content", "%s, booking %d: %s".formatted(name(), number, content));
	}

	private void checkProcessed() throws SQLException {
		BitSet seen = new BitSet();
		query("select booking_id from processed_booking", (row) -> see(seen, row.getString(1), "processed booking id"));
		missing(seen, "processed booking id missing");
	}

	/**
	 * Marks a booking as seen.
	 * @return its number, or -1 if it must not exist
	 */
	private int see(BitSet seen, String bookingId, String what) {
		int number = this.expected.number(bookingId);
		if (number < 0 || this.expected.pattern(number) == MessagePattern.MALFORMED) {
			this.findings.add(what + " of an invalid message", name() + ": " + bookingId);
			return -1;
		}
		if (seen.get(number)) {
			this.findings.add(what + " twice", name() + ": " + bookingId);
		}
		seen.set(number);
		return number;
	}

	private void missing(BitSet seen, String finding) {
		this.expected.valid()
			.filter((number) -> !seen.get(number))
			.forEach((number) -> this.findings.add(finding, "%s: %d".formatted(name(), number)));
	}

	private void checkDeadLetters() {
		Map<String, Integer> copies = new HashMap<>();
		long movedBySqs = 0;
		for (List<Message> batch = receive(); !batch.isEmpty(); batch = receive()) {
			for (Message message : batch) {
				var original = message.messageAttributes().get("OriginalMessageId");
				movedBySqs += (original == null) ? 1 : 0;
				String id = (original != null) ? original.stringValue() : message.messageId();
				copies.merge(id, 1, Integer::sum);
				if (!belongsThere(this.candidates.get(id))) {
					var reason = message.messageAttributes().get("FailureDetail");
					this.findings.add("valid message dead-lettered", "%s: %s, %s".formatted(name(),
							(reason != null) ? reason.stringValue() : "by SQS", abbreviated(message.body())));
				}
			}
		}
		this.candidates.forEach((id, candidate) -> {
			if (candidate.service() == this.service.kind() && belongsThere(candidate) && !copies.containsKey(id)) {
				this.findings.add("invalid message lost", "%s: %s".formatted(name(), candidate));
			}
		});
		long all = copies.values().stream().mapToLong(Integer::longValue).sum();
		this.repeatedDeadLetters += all - copies.size();
		this.figures.put("dead letters of " + name(), all);
		this.figures.put("dead letters of " + name() + " repeated", all - copies.size());
		this.figures.put("dead letters of " + name() + " moved by SQS", movedBySqs);
	}

	/**
	 * Returns whether a message is malformed, or conflicts with the one that was
	 * processed.
	 */
	private boolean belongsThere(@Nullable DeadLetterCandidate candidate) {
		return candidate != null && (this.expected.pattern(candidate.number()) == MessagePattern.MALFORMED
				|| candidate.other() != this.otherWon.get(candidate.number()));
	}

	private List<Message> receive() {
		List<Message> messages = this.service.sqs()
			.receiveMessage((request) -> request.queueUrl(this.service.deadLetterQueueUrl())
				.maxNumberOfMessages(BATCH)
				.messageAttributeNames("All"))
			.messages();
		messages.forEach((message) -> this.service.sqs()
			.deleteMessage((request) -> request.queueUrl(this.service.deadLetterQueueUrl())
				.receiptHandle(message.receiptHandle())));
		return messages;
	}

	/**
	 * Checks that each message except the one that took effect has its own history entry,
	 * even if SQS delivered it more than once, and that each notification has one.
	 */
	private void checkHistory() throws SQLException {
		query("""
				select booking_id,
					count(distinct detail) filter (where what = 'duplicate' and detail <> 'message ' || message_id),
					count(*) filter (where what = 'conflict'),
					count(*) filter (where what = 'notification sent'),
					count(*) filter (where what = 'duplicate')
				from processed_booking left join booking_history using (booking_id, event_type)
				group by booking_id""", (row) -> {
			int number = this.expected.number(row.getString(1));
			if (number < 0) {
				return;
			}
			String where = "%s, booking %d".formatted(name(), number);
			MessagePattern pattern = this.expected.pattern(number);
			int duplicates = switch (pattern) {
				case DUPLICATE_AT_ONCE, DUPLICATE_LATER, DUPLICATE_AT_THE_END -> 1;
				case SINGLE, CONFLICTING, LARGE, MALFORMED -> 0;
			};
			this.findings.expect("duplicates in the history", where, duplicates, row.getLong(2));
			this.findings.expect("conflict in the history", where, (pattern == MessagePattern.CONFLICTING) ? 1 : 0,
					Math.min(1, row.getLong(3)));
			this.findings.expect("notification in the history", where, 1, row.getLong(4));
			count("deliveries that changed nothing", row.getLong(5));
		});
	}

	private void checkNotifications() throws SQLException {
		BitSet seen = new BitSet();
		query("select booking_id, status, provider_message_id from notification", (row) -> {
			see(seen, row.getString(1), "notification");
			if (row.getString(2).equals("SENT")) {
				this.notified.add(row.getString(3));
			}
			else {
				this.findings.add("notification not sent",
						"%s, booking %s: %s".formatted(name(), row.getString(1), row.getString(2)));
			}
		});
		missing(seen, "notification lost");
		query("select count(*) from scheduled_tasks",
				(row) -> this.findings.expect("task left", name(), 0, row.getLong(1)));
	}

	private void checkBookingCounts(String bookingCountQuery) throws SQLException {
		Map<String, Integer> expected = new HashMap<>();
		this.expected.valid().forEach((number) -> expected.merge(this.expected.user(number), 1, Integer::sum));
		query(bookingCountQuery, (row) -> this.findings.expect("bookings counted for a user", row.getString(1),
				expected.getOrDefault(row.getString(1), 0), row.getInt(2)));
	}

	private void query(String sql, Row reader) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setFetchSize(FETCH);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					reader.read(row);
				}
			}
		}
	}

	private void count(String figure, long more) {
		this.figures.merge(figure, more, Long::sum);
	}

	private String name() {
		return this.service.kind().serviceName();
	}

	private static String abbreviated(String text) {
		return (text.length() <= 120) ? text : text.substring(0, 120) + "…";
	}

	private interface Row {

		void read(ResultSet row) throws SQLException;

	}

}
