package io.bookings.consumer.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes the export of a person as one JSON object. Rows are written while they are read,
 * so that an export of any size needs little memory.
 */
public final class PersonExport {

	private final Writer out;

	private final JdbcClient jdbc;

	PersonExport(Writer out, JdbcClient jdbc) {
		this.out = out;
		this.jdbc = jdbc;
	}

	/**
	 * Writes the rows of a query as an array.
	 * @param name the name of the array, in lower camel case
	 * @param query a query whose columns have the names of the JSON fields
	 * @param parameters the parameters of the query
	 */
	public void rows(String name, String query, Map<String, ?> parameters) {
		begin(name);
		int[] count = new int[1];
		this.jdbc.sql("select row_to_json(t)::text from (\n%s\n) as t".formatted(query))
			.params(parameters)
			.query((row) -> {
				write((count[0]++ > 0) ? ",\n" : "");
				write(row.getString(1));
			});
		write("]");
	}

	/**
	 * Writes documents as an array.
	 * @param name the name of the array, in lower camel case
	 * @param documents JSON documents
	 */
	public void documents(String name, List<String> documents) {
		begin(name);
		write(String.join(",\n", documents));
		write("]");
	}

	private void begin(String name) {
		write(",\n\"" + name + "\":[");
	}

	void write(String text) {
		try {
			this.out.write(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
