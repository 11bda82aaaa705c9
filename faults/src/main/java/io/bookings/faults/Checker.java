package io.bookings.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bookings.faults.Publisher.DeadLetterCandidate;
import io.bookings.sandbox.SandboxService;

/**
 * Compares the content of databases, queues and mailboxes with the expected state. All
 * messages must be settled. It does not depend on how the services work.
 */
final class Checker {

	private final ExpectedState expected;

	private final Map<String, DeadLetterCandidate> candidates;

	private final Map<String, Integer> mails;

	private final Findings findings = new Findings();

	private final Map<String, Long> figures = new LinkedHashMap<>();

	private long repeatedDeadLetters;

	private long repeatedMails;

	private final Set<String> notified = new HashSet<>();

	/**
	 * Creates a checker.
	 * @param expected the expected state
	 * @param candidates the messages that may be in a dead-letter queue, by their ids
	 * @param mails the number of mails with each {@code Message-ID}
	 */
	Checker(ExpectedState expected, Map<String, DeadLetterCandidate> candidates, Map<String, Integer> mails) {
		this.expected = expected;
		this.candidates = candidates;
		this.mails = mails;
	}

	void check(List<SandboxService> services) throws SQLException {
		for (SandboxService service : services) {
			try (Connection connection = service.dataSource().getConnection()) {
				connection.setAutoCommit(false); // Otherwise the driver fetches all rows
													// at once.
				ServiceCheck check = new ServiceCheck(service, connection, this.expected, this.candidates,
						this.findings, this.figures);
				check.run();
				this.notified.addAll(check.notified());
				this.repeatedDeadLetters += check.repeatedDeadLetters();
			}
		}
		checkMails();
	}

	Findings findings() {
		return this.findings;
	}

	/**
	 * Returns the counts by their names.
	 */
	Map<String, Long> figures() {
		return this.figures;
	}

	long repeatedDeadLetters() {
		return this.repeatedDeadLetters;
	}

	long repeatedMails() {
		return this.repeatedMails;
	}

	private void checkMails() {
		this.notified.stream()
			.filter((messageId) -> !this.mails.containsKey(messageId))
			.forEach((messageId) -> this.findings.add("mail lost", messageId));
		this.mails.keySet()
			.stream()
			.filter((messageId) -> !this.notified.contains(messageId))
			.forEach((messageId) -> this.findings.add("mail of no notification", messageId));
		long received = this.mails.values().stream().mapToLong(Integer::longValue).sum();
		this.repeatedMails = received - this.mails.size();
		this.figures.put("mails", received);
		this.figures.put("mails repeated with the same Message-ID", this.repeatedMails);
	}

}
