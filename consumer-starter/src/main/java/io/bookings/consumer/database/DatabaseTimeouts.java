package io.bookings.consumer.database;

import java.time.Duration;

/**
 * The time-outs that PostgreSQL enforces. They are set in a session or a transaction, not
 * as options at login: poolers reject such options, and a server rejects a login with an
 * unknown option ({@code transaction_timeout} before PostgreSQL 17).
 *
 * @param transaction how long a batch may take
 */
public record DatabaseTimeouts(Duration transaction) {

	/**
	 * The time-out that PostgreSQL has since version 17.
	 */
	public static final String TRANSACTION = "transaction_timeout";

	/**
	 * The name and value of each. The transaction time-out is switched off first, because
	 * only then its timer starts with the new value.
	 */
	private static final String VALUES = """
			(values ('lock_timeout', '2s'), ('statement_timeout', '10s'), ('idle_in_transaction_session_timeout', '30s'),
				('transaction_timeout', '0'), ('transaction_timeout', '%d')) as t (name, value)""";

	private String values() {
		return VALUES.formatted(this.transaction.toMillis());
	}

	/**
	 * Returns a query that sets the time-outs for the session, if its parameter is the
	 * process id of the server. Its only row has two columns: whether the id matched, and
	 * how many time-outs were set. Values that the role, the database or the JDBC URL
	 * sets are kept.
	 */
	String forSession() {
		return """
				select pg_backend_pid() = pid, (
					select count(set_config(name, value, false)) from %s
					where current_setting(name, true) = '0' and pg_backend_pid() = pid)
				from (select ?::int) as client (pid)""".formatted(values());
	}

	/**
	 * Returns a query that sets the time-outs for the rest of the transaction, and
	 * returns their names. Values that the session, the role, the database or the JDBC
	 * URL sets are kept, except {@code transaction_timeout}.
	 * @return the query, without parameters
	 */
	public String forTransaction() {
		return """
				select name, set_config(name, value, true) from %s
				where current_setting(name, true) = '0'
					or (name = 'transaction_timeout' and current_setting(name, true) is not null)"""
			.formatted(values());
	}

}
