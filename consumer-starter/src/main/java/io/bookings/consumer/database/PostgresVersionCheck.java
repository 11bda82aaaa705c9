package io.bookings.consumer.database;

import java.sql.SQLException;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Rejects PostgreSQL versions that are not supported, before the migrations change
 * anything.
 */
public class PostgresVersionCheck implements Callback {

	static final int OLDEST = 14;

	private final Event event;

	/**
	 * Creates the check. Flyway opens a connection for a callback before the migrations,
	 * but not for one before the validation.
	 * @param validates whether Flyway validates first
	 */
	public PostgresVersionCheck(boolean validates) {
		this.event = validates ? Event.BEFORE_VALIDATE : Event.BEFORE_MIGRATE;
	}

	@Override
	public boolean supports(Event event, @Nullable Context context) {
		return event == this.event;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		try {
			int version = context.getConnection().getMetaData().getDatabaseMajorVersion();
			if (version < OLDEST) {
				throw new UnsupportedVersionException(version);
			}
		}
		catch (SQLException ex) {
			throw new FlywayException("The server's version could not be read", ex);
		}
	}

	@Override
	public String getCallbackName() {
		return "check the version of PostgreSQL";
	}

	/**
	 * Thrown if the server's version is not supported.
	 */
	public static final class UnsupportedVersionException extends FlywayException {

		UnsupportedVersionException(int version) {
			super("PostgreSQL " + version);
		}

	}

}
