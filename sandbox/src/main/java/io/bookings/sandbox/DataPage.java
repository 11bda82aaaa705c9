package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/**
 * The columns that {@code docs/data.md} lists.
 */
public final class DataPage {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]*`) \\| (both|[a-z]+-consumer) \\|");

	private static final Pattern LIST = Pattern.compile("(?ms)^- `([a-z_]+)`: ((?:`[a-z_]+`,?\\s*)+)");

	private static final Pattern NAME = Pattern.compile("`([a-z_]*)\\.?([a-z_]+)`");

	private DataPage() {
	}

	/**
	 * Returns the documented columns of a service's database, with and without personal
	 * data.
	 * @param root the directory of the repository
	 * @param service the service
	 * @return the columns in the form {@code table.column}
	 */
	public static Set<String> documented(Path root, ServiceKind service) {
		try {
			String page = Files.readString(root.resolve("docs/data.md"));
			Set<String> columns = new TreeSet<>();
			Matcher row = ROW.matcher(page);
			while (row.find()) {
				if (row.group(2).equals("both") || row.group(2).equals(service.serviceName())) {
					addRow(row.group(1), columns);
				}
			}
			Set<String> tables = new TreeSet<>(columns.stream().map((column) -> column.split("\\.")[0]).toList());
			Matcher list = LIST.matcher(page);
			while (list.find()) {
				String table = list.group(1);
				if (tables.contains(table) || !table.startsWith("booking_") && !table.endsWith("_contact")) {
					NAME.matcher(list.group(2))
						.results()
						.forEach((name) -> columns.add(table + '.' + name(name.group())));
				}
			}
			return columns;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void addRow(String cell, Set<String> columns) {
		String table = "";
		for (String item : cell.split(", ")) {
			String name = name(item);
			if (name.startsWith(".")) {
				columns.add(table + name);
			}
			else {
				table = name.substring(0, name.indexOf('.'));
				columns.add(name);
			}
		}
	}

	private static String name(String quoted) {
		return quoted.replace("`", "");
	}

	/**
	 * Returns the columns of a migrated database, without those of Flyway.
	 * @param database the database
	 * @return the columns in the form {@code table.column}
	 */
	public static Set<String> columns(DataSource database) {
		try (Connection connection = database.getConnection();
				ResultSet rows = connection.createStatement().executeQuery("""
						select table_name || '.' || column_name from information_schema.columns
						where table_schema = 'public' and table_name <> 'flyway_schema_history'""")) {
			Set<String> columns = new TreeSet<>();
			while (rows.next()) {
				columns.add(rows.getString(1));
			}
			return columns;
		}
		catch (SQLException ex) {
			throw new SandboxException("The columns cannot be read", ex);
		}
	}

}
