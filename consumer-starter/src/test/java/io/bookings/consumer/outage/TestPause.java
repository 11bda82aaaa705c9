package io.bookings.consumer.outage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A polling pause that a test begins and ends, as far as other packages need it.
 */
public final class TestPause {

	private boolean databaseAnswers = true;

	private final PollingPause pause;

	/**
	 * Creates a pause that is not on.
	 */
	public TestPause() {
		DataSource refusing = new RefusingDataSource();
		this.pause = new PollingPause(
				new DatabaseProbe(refusing, JdbcClient.create(refusing), TransactionOperations.withoutTransaction()) {

					@Override
					public void ping() {
						if (!TestPause.this.databaseAnswers) {
							super.ping();
						}
					}

					@Override
					public void write() {
						ping();
					}

				}, Duration.ofSeconds(10));
	}

	/**
	 * @return the pause
	 */
	public PollingPause pause() {
		return this.pause;
	}

	/**
	 * The database is gone, and that is noticed.
	 */
	public void begin() {
		this.databaseAnswers = false;
		this.pause.check();
	}

	/**
	 * The database is back, and that is noticed.
	 */
	public void end() {
		this.databaseAnswers = true;
		this.pause.check();
	}

	private static final class RefusingDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("Connection refused", "08001");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}
