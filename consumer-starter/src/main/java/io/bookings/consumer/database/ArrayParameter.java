package io.bookings.consumer.database;

import java.util.Collection;
import java.util.function.Function;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Passes a column of several rows as one array, so that one statement with {@code unnest}
 * stores all rows.
 */
public final class ArrayParameter {

	private ArrayParameter() {
	}

	/**
	 * Creates the parameter.
	 * @param <T> the rows
	 * @param type the type of the array's elements in PostgreSQL, such as {@code text}
	 * @param rows the rows
	 * @param field returns the column of a row
	 * @return a value for a parameter of {@code JdbcClient}
	 */
	public static <T> SqlArrayValue of(String type, Collection<T> rows, Function<T, ?> field) {
		return new SqlArrayValue(type, rows.stream().map(field).toArray());
	}

}
