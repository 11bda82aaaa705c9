package io.bookings.consumer.outage;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import io.bookings.consumer.PermanentFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureKindUnitTests {

	@ParameterizedTest
	@ValueSource(strings = { "22001", "22021", "22P05", "23502", "23503", "23505", "23514", "23P01" })
	void dataThatTheDatabaseRefusesIsAPermanentFailure(String sqlState) {
		assertThat(FailureKind.of(new SQLException("refused", sqlState))).isEqualTo(FailureKind.PERMANENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "40001", "40P01", "55P03", "57014", "25P02", "25P03", "54000", "0A000", "08006", "57P01",
			"53100", "58030", "XX000", "42P01", "42P05", "26000", "42501", "28P01", "25006" })
	void anythingElseMayPass(String sqlState) {
		assertThat(FailureKind.of(new SQLException("try again", sqlState))).isEqualTo(FailureKind.TRANSIENT);
	}

	@Test
	void soMayWhatComesFromThePoolOrTheDriver() {
		assertThat(FailureKind.of(new SQLTransientConnectionException("Connection is not available")))
			.isEqualTo(FailureKind.TRANSIENT);
		assertThat(FailureKind.of(new SQLException("Connection is closed"))).isEqualTo(FailureKind.TRANSIENT);
		assertThat(FailureKind.of(new CannotCreateTransactionException("no"))).isEqualTo(FailureKind.TRANSIENT);
	}

	@Test
	void whatTheHandlerSaysAndABookingThatIsStoredAlreadyAreAboutOneBooking() {
		assertThat(FailureKind.isAboutOneBooking(new PermanentFailureException("no such slot"))).isTrue();
		assertThat(FailureKind.isAboutOneBooking(new SQLException("duplicate key", "23505"))).isTrue();
		assertThat(FailureKind.isAboutOneBooking(new SQLException("null value", "23502"))).isFalse();
		assertThat(FailureKind.isAboutOneBooking(new IllegalStateException("bug"))).isFalse();
	}

	@Test
	void aFailedRollbackDoesNotHideWhyThereWasSomethingToRollBack() {
		TransactionSystemException rollback = new TransactionSystemException("Could not roll back",
				new SQLException("Connection is closed"));
		rollback
			.initApplicationException(new DataIntegrityViolationException("refused", new SQLException("", "23514")));
		assertThat(FailureKind.of(rollback)).isEqualTo(FailureKind.PERMANENT);
		assertThat(FailureKind.describe(rollback)).isEqualTo("DataIntegrityViolationException, SQLSTATE 23514");
	}

	@Test
	void theStateIsFoundUnderTheWrappingsOfHibernateAndSpring() {
		SQLException root = new SQLException("duplicate key", "23505");
		RuntimeException hibernate = new IllegalStateException("could not execute batch",
				new BatchUpdateException("batch entry 0", "23505", 0, new int[0], root));
		assertThat(FailureKind.of(new DataIntegrityViolationException("could not execute batch", hibernate)))
			.isEqualTo(FailureKind.PERMANENT);
		assertThat(FailureKind.of(new CannotAcquireLockException("lock", new SQLException("lock", "55P03"))))
			.isEqualTo(FailureKind.TRANSIENT);
	}

	@Test
	void whatTheHandlerCallsPermanentIsPermanentHoweverDeepItLies() {
		RuntimeException permanent = new PermanentFailureException("slotId is of no known slot");
		assertThat(FailureKind.of(permanent)).isEqualTo(FailureKind.PERMANENT);
		assertThat(FailureKind.of(new IllegalStateException("wrapped", permanent))).isEqualTo(FailureKind.PERMANENT);
		assertThat(FailureKind.describe(new IllegalStateException("wrapped", permanent)))
			.isEqualTo("slotId is of no known slot");
	}

	@Test
	void aMistakeInTheHandlerIsTransientSoThatNoEventIsLostToIt() {
		assertThat(FailureKind.of(new NullPointerException())).isEqualTo(FailureKind.TRANSIENT);
	}

	@Test
	void aDescriptionQuotesNeitherTheDatabaseNorTheCode() {
		RuntimeException failure = new DataIntegrityViolationException("could not execute [insert … 'ann@example.org']",
				new SQLException("ERROR: Failing row contains (ann@example.org)", "23514"));
		assertThat(FailureKind.describe(failure)).isEqualTo("DataIntegrityViolationException, SQLSTATE 23514");
		assertThat(FailureKind.describe(new IllegalStateException("No mail to ann@example.org",
				new IllegalArgumentException("ann@example.org"))))
			.isEqualTo("IllegalStateException");
	}

	@Test
	void aStackTraceIsShownOfCodeOnlyBecauseThatOfADatabaseQuotesData() {
		assertThat(FailureKind.isOfCode(new IllegalStateException("bug"))).isTrue();
		assertThat(FailureKind.isOfCode(new IllegalStateException("x", new SQLException("row", "23514")))).isFalse();
		assertThat(FailureKind.isOfCode(new PermanentFailureException("no such slot"))).isFalse();
	}

}
