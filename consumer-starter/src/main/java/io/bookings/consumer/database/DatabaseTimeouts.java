package io.bookings.consumer.database;

import java.time.Duration;

/**
 * The time-outs that PostgreSQL itself sees to. They are settings of a session or of a
 * transaction and not options at login: poolers refuse those, and a server refuses a
 * login with an option that it does not know ({@code transaction_timeout} before 17).
 *
 * @param transaction how long a batch may take
 */
public record DatabaseTimeouts(Duration transaction) {

	public static final String TRANSACTION = "transaction_timeout";

	/**
	 * The name and value of each. It begins anew with a transaction's own value only if
	 * it was off.
	 */
	private static final String VALUES = """
			(values ('lock_timeout', '2s'), ('statement_timeout', '10s'), ('idle_in_transaction_session_timeout', '30s'),
				('transaction_timeout', '0'), ('transaction_timeout', '%d')) as t (name, value)""";

	private String values() {
		return VALUES.formatted(this.transaction.toMillis());
	}

	/**
	 * A query that sets them for the session, if its one parameter is the number of the
	 * server's process. It answers with one row: whether that is so, and, for its effect
	 * only, how many were set. What the role, the database or the JDBC URL has set stays.
	 */
	String forSession() {
		return """
				select pg_backend_pid() = pid, (
					select count(set_config(name, value, false)) from %s
					where current_setting(name, true) = '0' and pg_backend_pid() = pid)
				from (select ?::int) as client (pid)""".formatted(values());
	}

	/**
	 * A query that sets them for the rest of the transaction, and answers with the name
	 * of each that was set. What the session, the role, the database or the JDBC URL has
	 * set stays, other than the time of the whole transaction.
	 */
	public String forTransaction() {
		return """
				select name, set_config(name, value, true) from %s
				where current_setting(name, true) = '0'
					or (name = 'transaction_timeout' and current_setting(name, true) is not null)"""
			.formatted(values());
	}

}
