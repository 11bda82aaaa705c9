package io.bookings.consumer.autoconfigure;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFailureAnalyzerUnitTests {

	private final DatabaseFailureAnalyzer analyzer = new DatabaseFailureAnalyzer();

	@ParameterizedTest
	@ValueSource(strings = { "08006", "57P01", "53300" })
	void aConnectionThatIsLostIsExplained(String sqlState) {
		assertThat(analyze(new IllegalStateException("any", new SQLException("any", sqlState))))
			.startsWith("The connection to the database was lost");
	}

	@Test
	void aSchedulerThatCouldNotAskTheDatabaseIsAConnectionThatIsLost() {
		assertThat(analyze(new IllegalStateException("Database using jdbc-customization 'Default' does not support "
				+ "lock-and-fetch polling (i.e. Select-for-update)")))
			.startsWith("The connection to the database was lost");
	}

	@Test
	void tablesThatHibernateDoesNotFindAreNamed() {
		assertThat(analyze(new IllegalStateException(
				new SchemaManagementException("Schema validation: missing table [booking_request]"))))
			.isEqualTo(
					"The tables do not match this version: " + "Schema validation: missing table [booking_request].");
	}

	@Test
	void whatItDoesNotKnowIsLeftToOthers() {
		assertThat(this.analyzer.analyze(new SQLException("no such table", "42P01"))).isNull();
		assertThat(this.analyzer.analyze(new IllegalArgumentException())).isNull();
	}

	private String analyze(Throwable failure) {
		FailureAnalysis analysis = this.analyzer.analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis.getDescription();
	}

	/**
	 * Named as Hibernate's, which is not on the starter's class path.
	 */
	private static class SchemaManagementException extends RuntimeException {

		SchemaManagementException(String message) {
			super(message);
		}

	}

}
