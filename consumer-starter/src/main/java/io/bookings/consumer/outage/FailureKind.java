package io.bookings.consumer.outage;

import java.sql.SQLException;

import io.bookings.consumer.PermanentFailureException;

import org.springframework.transaction.TransactionSystemException;

/**
 * Whether trying again can help against a failure. Whether the database is away is not
 * read from a failure: {@link DatabaseProbe} finds it out.
 */
public enum FailureKind {

	/** Bad data: trying again cannot help. */
	PERMANENT,

	/** Anything else, a cause that we do not know included: trying again may help. */
	TRANSIENT;

	/**
	 * Classifies by SQLSTATE where there is one. The classes of the codes are
	 * PostgreSQL's
	 * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix
	 * A</a>).
	 */
	public static FailureKind of(Throwable failure) {
		Throwable cause = cause(failure);
		boolean badData = cause instanceof SQLException sql && sql.getSQLState() != null
		// data exception, integrity constraint violation
				&& (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
		return (badData || cause instanceof PermanentFailureException) ? PERMANENT : TRANSIENT;
	}

	/**
	 * Whether the failure is known to be about one booking only, so that it says nothing
	 * about others: the handler says so, or the booking is stored already.
	 */
	public static boolean isAboutOneBooking(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof PermanentFailureException
				|| (cause instanceof SQLException sql && "23505".equals(sql.getSQLState()));
	}

	/**
	 * What may be told of a failure: the kinds of the exceptions and the SQLSTATE, never
	 * their messages, because a database's message can quote the data.
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
	 * Whether a stack trace helps and is safe: the failure came from code, not from the
	 * database.
	 */
	public static boolean isOfCode(Throwable failure) {
		Throwable cause = cause(failure);
		return !(cause instanceof SQLException || cause instanceof PermanentFailureException);
	}

	/**
	 * The first cause that says more than its wrappings; else the failure itself.
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
	 * A rollback that fails hides why there was something to roll back.
	 */
	private static Throwable beforeRollback(Throwable failure) {
		return (failure instanceof TransactionSystemException rollback && rollback.getOriginalException() != null)
				? beforeRollback(rollback.getOriginalException()) : failure;
	}

}
