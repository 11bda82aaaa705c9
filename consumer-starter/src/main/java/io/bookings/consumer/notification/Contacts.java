package io.bookings.consumer.notification;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The contacts in a service's own table, one for each id. The table has the columns
 * {@code name}, {@code email}, {@code phone}, {@code locale}, {@code time_zone} (text),
 * {@code channels} (text[]) and {@code updated_at} (timestamptz). Other columns are not
 * changed.
 */
public final class Contacts {

	private static final String PUT_FIRST = """
			insert into %1$s as contact (%2$s, name, email, phone, locale, time_zone, channels, updated_at)
			values (:id, :name, :email, :phone, :locale, :timeZone, :channels, now())
			on conflict (%2$s) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
				locale = excluded.locale, time_zone = excluded.time_zone, channels = excluded.channels,
				updated_at = excluded.updated_at
			where contact.name is null""";

	private static final String REPLACE = """
			update %1$s set name = :name, email = :email, phone = :phone, locale = :locale, time_zone = :timeZone,
				channels = :channels, updated_at = now()
			where %2$s = :id and name is not null""";

	private static final String FIND = """
			select name, email, phone, locale, time_zone, channels from %s
			where %s = :id and name is not null""";

	private final JdbcClient jdbc;

	private final String putFirst;

	private final String replace;

	private final String find;

	private final String remove;

	/**
	 * Creates the access to a table.
	 * @param jdbc the database
	 * @param table the table's name
	 * @param idColumn the name of its primary key, a text column
	 */
	public Contacts(JdbcClient jdbc, String table, String idColumn) {
		this.jdbc = jdbc;
		this.putFirst = PUT_FIRST.formatted(table, idColumn);
		this.replace = REPLACE.formatted(table, idColumn);
		this.find = FIND.formatted(table, idColumn);
		this.remove = "delete from %s where %s = :id".formatted(table, idColumn);
	}

	/**
	 * Creates or replaces a contact. Idempotent.
	 * @param id the id of the provider or user
	 * @param contact the contact
	 * @return whether it was created
	 */
	public boolean put(String id, Contact contact) {
		while (true) {
			if (write(this.putFirst, id, contact)) {
				return true;
			}
			if (write(this.replace, id, contact)) {
				return false;
			}
			// Removed in between.
		}
	}

	private boolean write(String sql, String id, Contact contact) {
		return this.jdbc.sql(sql)
			.param("id", id)
			.param("name", contact.name())
			.param("email", contact.email())
			.param("phone", contact.phone())
			.param("locale", contact.locale().toLanguageTag())
			.param("timeZone", contact.timeZone().getId())
			.param("channels", new SqlArrayValue("text", contact.channels().toArray()))
			.update() > 0;
	}

	/**
	 * Finds a contact.
	 * @param id the id of the provider or user
	 * @return the contact, if there is one
	 */
	public Optional<Contact> find(String id) {
		return this.jdbc.sql(this.find).param("id", id).query((row, number) -> contact(row)).optional();
	}

	/**
	 * Deletes the row of a contact, including its other columns.
	 * @param id the id of the provider or user
	 * @return whether there was a row
	 */
	public boolean remove(String id) {
		return this.jdbc.sql(this.remove).param("id", id).update() > 0;
	}

	private static Contact contact(ResultSet row) throws SQLException {
		Array channels = row.getArray("channels");
		return Contact.of(row.getString("name"), row.getString("email"), row.getString("phone"),
				row.getString("locale"), row.getString("time_zone"), Arrays.asList((String[]) channels.getArray()));
	}

}
