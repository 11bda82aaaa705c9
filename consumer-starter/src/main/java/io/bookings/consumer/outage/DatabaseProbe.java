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
 * Tests whether the database is available.
 */
public class DatabaseProbe {

	/**
	 * The maximum duration of a probe: the pool's connection time-out and a round trip.
	 */
	static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	/**
	 * A batch sends about ten times as many statements as a probe. If a probe takes
	 * longer than this, the next batch would exceed its time limit.
	 */
	private static final int ANSWER_SECONDS = 2;

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	/**
	 * Creates a probe.
	 * @param dataSource the pool to test
	 * @param jdbc inserts the row
	 * @param transaction the transaction that is rolled back
	 */
	public DatabaseProbe(DataSource dataSource, JdbcClient jdbc, TransactionOperations transaction) {
		this.dataSource = dataSource;
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	/**
	 * Creates a probe with a time limit for its transactions.
	 * @param dataSource the pool to test
	 * @param jdbc inserts the row
	 * @param transactionManager begins the transaction that is rolled back
	 * @return the probe
	 */
	public static DatabaseProbe of(DataSource dataSource, JdbcClient jdbc,
			PlatformTransactionManager transactionManager) {
		TransactionTemplate transaction = new TransactionTemplate(transactionManager);
		transaction.setTimeout(ANSWER_SECONDS);
		return new DatabaseProbe(dataSource, jdbc, transaction);
	}

	/**
	 * Tests one connection of the pool.
	 * @throws DataAccessResourceFailureException if the database does not answer
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
	 * Inserts a row as a batch does, and rolls the transaction back. This also fails if
	 * the database is read-only or too slow, if its disk is full, or if the table or a
	 * permission is missing.
	 * @throws RuntimeException if the database does not accept the row
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
