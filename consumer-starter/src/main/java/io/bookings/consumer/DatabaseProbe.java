package io.bookings.consumer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds out whether the database serves us.
 */
class DatabaseProbe {

	/**
	 * The time a probe takes at most: the pool's connection time-out and a round trip.
	 */
	static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	private static final int PING_SECONDS = 2;

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	DatabaseProbe(DataSource dataSource, JdbcClient jdbc, TransactionOperations transaction) {
		this.dataSource = dataSource;
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	/**
	 * Asks for an answer on one connection of the pool.
	 * @throws DataAccessResourceFailureException when there is none
	 */
	void ping() {
		try (Connection connection = this.dataSource.getConnection()) {
			if (!connection.isValid(PING_SECONDS)) {
				throw new DataAccessResourceFailureException("The connection does not answer");
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("No connection", ex);
		}
	}

	/**
	 * Does what a batch does and takes it back: this fails as well when the database is
	 * read-only, when its disk is full, and when the table or a right is missing.
	 */
	void write() {
		this.transaction.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			this.jdbc.sql("""
					insert into processed_booking (event_type, booking_id, content_hash, message_id, processed_at)
					values ('PROBE', :id, '', '', now())""").param("id", UUID.randomUUID().toString()).update();
		});
	}

}
