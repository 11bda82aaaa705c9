package io.bookings.consumer;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * The three classes of failure, by what helps against them.
 */
enum FailureKind {

	/** Bad data: trying again cannot help. */
	PERMANENT,

	/**
	 * A lock, a deadlock, a time-out, or a cause we do not know: trying again may help.
	 */
	TRANSIENT,

	/** The database serves nobody: only waiting helps. */
	OUTAGE;

	/**
	 * Classifies by SQLSTATE where there is one. The classes of the codes are
	 * PostgreSQL's
	 * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix
	 * A</a>). What is unknown is transient: SQS itself ends it after
	 * {@code maxReceiveCount}.
	 */
	static FailureKind of(Throwable failure) {
		if (failure instanceof TransactionSystemException rollback && rollback.getOriginalException() != null) {
			return of(rollback.getOriginalException()); // why there was something to roll
														// back
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PermanentFailureException) {
				return PERMANENT;
			}
			if (cause instanceof SQLException sql) {
				return ofSql(sql);
			}
		}
		return (failure instanceof CannotCreateTransactionException
				|| failure instanceof CannotGetJdbcConnectionException) ? OUTAGE : TRANSIENT;
	}

	private static FailureKind ofSql(SQLException failure) {
		String sqlState = failure.getSQLState();
		if (sqlState == null || failure instanceof SQLTransientConnectionException
				|| failure instanceof SQLRecoverableException) {
			return OUTAGE; // not the server speaks, but the pool or the driver: no
							// connection
		}
		return switch (sqlState) {
			// data exception, integrity constraint violation
			case String state when state.startsWith("22") || state.startsWith("23") -> PERMANENT;
			// connection exception, operator intervention other than a cancelled
			// statement
			case String state when state.startsWith("08") || state.startsWith("57P") -> OUTAGE;
			// insufficient resources (disk, memory, connections), system error,
			// corruption
			case String state when state.startsWith("53") || state.startsWith("58") || state.startsWith("XX") -> OUTAGE;
			// a table, a column or a right is missing; logins refused; read-only: true of
			// every event
			case String state when state.startsWith("42") || state.startsWith("28") || state.startsWith("3D")
					|| state.equals("25006") ->
				OUTAGE;
			default -> TRANSIENT;
		};
	}

	/**
	 * What may be told of a failure: the kinds of the exceptions and the SQLSTATE, never
	 * their messages, because a database's message can quote the data.
	 */
	static String describe(Throwable failure) {
		if (failure instanceof TransactionSystemException rollback && rollback.getOriginalException() != null) {
			return describe(rollback.getOriginalException());
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PermanentFailureException permanent) {
				return String.valueOf(permanent.getMessage());
			}
			if (cause instanceof SQLException sql) {
				return "%s, SQLSTATE %s".formatted(failure.getClass().getSimpleName(), sql.getSQLState());
			}
		}
		return failure.getClass().getSimpleName();
	}

	/**
	 * Whether a stack trace helps and is safe: the failure came from code, not from the
	 * database.
	 */
	static boolean isOfCode(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException || cause instanceof PermanentFailureException) {
				return false;
			}
		}
		return true;
	}

}
