package io.bookings.consumer.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * Reads columns whose type the JDBC driver does not convert.
 */
public final class Columns {

	private Columns() {
	}

	/**
	 * Reads a {@code timestamptz} that is not null.
	 * @param row the current row
	 * @param column the name of the column
	 * @return the time
	 * @throws SQLException if there is no such column
	 */
	public static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	/**
	 * Reads a {@code timestamptz}.
	 * @param row the current row
	 * @param column the name of the column
	 * @return the time, or {@code null}
	 * @throws SQLException if there is no such column
	 */
	public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

}
