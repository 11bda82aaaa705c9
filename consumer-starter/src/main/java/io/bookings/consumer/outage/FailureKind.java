package io.bookings.consumer.outage;

import java.sql.SQLException;

import io.bookings.consumer.PermanentFailureException;

import org.springframework.transaction.TransactionSystemException;

/**
 * Whether a retry can succeed. A failure does not show whether the database is
 * unavailable; {@link DatabaseProbe} tests that.
 */
public enum FailureKind {

	/** Bad data: no retry can succeed. */
	PERMANENT,

	/** Any other failure, including unknown ones: a retry may succeed. */
	TRANSIENT;

	/**
	 * Classifies a failure, by its SQLSTATE if it has one. The classes of SQLSTATE codes
	 * are those of PostgreSQL
	 * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix
	 * A</a>).
	 * @param failure the failure, possibly wrapped
	 * @return the kind
	 */
	public static FailureKind of(Throwable failure) {
		Throwable cause = cause(failure);
		boolean badData = cause instanceof SQLException sql && sql.getSQLState() != null
		// data exception, integrity constraint violation
				&& (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
		return (badData || cause instanceof PermanentFailureException) ? PERMANENT : TRANSIENT;
	}

	/**
	 * Whether the failure can affect one booking only: the handler threw a
	 * {@link PermanentFailureException}, or the booking is already stored.
	 * @param failure the failure
	 * @return whether other bookings cannot share the failure
	 */
	public static boolean isAboutOneBooking(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof PermanentFailureException
				|| (cause instanceof SQLException sql && "23505".equals(sql.getSQLState()));
	}

	/**
	 * Describes a failure by exception class and SQLSTATE. Omits the messages of
	 * exceptions, because a message of the database can quote data.
	 * @param failure the failure
	 * @return a description without personal data
	 */
	public static String describe(Throwable failure) {
		Throwable told = beforeRollback(failure);
		return switch (cause(failure)) {
			case PermanentFailureException permanent -> String.valueOf(permanent.getMessage());
			case SQLException sql -> "%s, SQLSTATE %s".formatted(told.getClass().getSimpleName(), sql.getSQLState());
			default -> told.getClass().getSimpleName();
		};
	}

	/**
	 * Whether the failure comes from code and not from the database, so that its stack
	 * trace helps and contains no data.
	 * @param failure the failure
	 * @return whether to log the stack trace
	 */
	public static boolean isOfCode(Throwable failure) {
		Throwable cause = cause(failure);
		return !(cause instanceof SQLException || cause instanceof PermanentFailureException);
	}

	/**
	 * Returns the first known cause, otherwise the failure itself.
	 */
	private static Throwable cause(Throwable failure) {
		Throwable told = beforeRollback(failure);
		for (Throwable cause = told; cause != null; cause = cause.getCause()) {
			if (cause instanceof PermanentFailureException || cause instanceof SQLException) {
				return cause;
			}
		}
		return told;
	}

	/**
	 * A failed rollback hides the failure that was the reason for it.
	 */
	private static Throwable beforeRollback(Throwable failure) {
		return (failure instanceof TransactionSystemException rollback && rollback.getOriginalException() != null)
				? beforeRollback(rollback.getOriginalException()) : failure;
	}

}
