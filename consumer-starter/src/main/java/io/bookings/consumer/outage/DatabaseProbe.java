package io.bookings.consumer.outage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out whether the database serves us.
 */
public class DatabaseProbe {

	/**
	 * The time a probe takes at most: the pool's connection time-out and a round trip.
	 */
	static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	/**
	 * A batch asks PostgreSQL about ten times as often as a probe does. A database that
	 * takes longer for a probe lets the next batch run out of time as well.
	 */
	private static final int ANSWER_SECONDS = 2;

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	public DatabaseProbe(DataSource dataSource, JdbcClient jdbc, TransactionOperations transaction) {
		this.dataSource = dataSource;
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	public static DatabaseProbe of(DataSource dataSource, JdbcClient jdbc,
			PlatformTransactionManager transactionManager) {
		TransactionTemplate transaction = new TransactionTemplate(transactionManager);
		transaction.setTimeout(ANSWER_SECONDS);
		return new DatabaseProbe(dataSource, jdbc, transaction);
	}

	/**
	 * Asks for an answer on one connection of the pool.
	 * @throws DataAccessResourceFailureException when there is none
	 */
	public void ping() {
		try (Connection connection = this.dataSource.getConnection()) {
			if (!connection.isValid(ANSWER_SECONDS)) {
				throw new DataAccessResourceFailureException("The connection does not answer");
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("No connection", ex);
		}
	}

	/**
	 * Does what a batch does and takes it back: this fails as well when the database is
	 * read-only or too slow, when its disk is full, and when the table or a right is
	 * missing.
	 */
	public void write() {
		this.transaction.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			this.jdbc.sql("""
					insert into processed_booking (event_type, booking_id, content_hash, message_id, processed_at)
					values ('PROBE', :id, '', '', now())""").param("id", UUID.randomUUID().toString()).update();
		});
	}

}
