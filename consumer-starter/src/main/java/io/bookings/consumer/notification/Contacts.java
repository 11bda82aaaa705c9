package io.bookings.consumer.notification;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.task.BackgroundTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The contacts in a service's own table, one for each id. The table has the columns
 * {@code name}, {@code email}, {@code phone}, {@code locale}, {@code time_zone} (text),
 * {@code channels} (text[]), {@code updated_at} (timestamptz), and for
 * {@link EmailSuppression} {@code email_suppressed} (text) and
 * {@code email_suppressed_at} (timestamptz). Other columns are not changed.
 */
public final class Contacts {

	private static final String PUT_FIRST = """
			insert into %1$s as contact (%2$s, name, email, phone, locale, time_zone, channels, updated_at)
			values (:id, :name, :email, :phone, :locale, :timeZone, :channels, now())
			on conflict (%2$s) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
				locale = excluded.locale, time_zone = excluded.time_zone, channels = excluded.channels,
				updated_at = excluded.updated_at, email_suppressed = null, email_suppressed_at = null
			where contact.name is null""";

	private static final String REPLACE = """
			update %1$s set name = :name, email = :email, phone = :phone, locale = :locale, time_zone = :timeZone,
				channels = :channels, updated_at = now(), email_suppressed = null, email_suppressed_at = null
			where %2$s = :id and name is not null""";

	private static final String COLUMNS = """
			contact.name as contact_name, contact.email as contact_email, contact.phone as contact_phone,
			contact.locale as contact_locale, contact.time_zone as contact_time_zone, contact.channels as contact_channels,
			contact.email_suppressed as contact_suppressed, contact.email_suppressed_at as contact_suppressed_at""";

	private static final String FIND = "select " + COLUMNS + " from %s as contact where %s = :id and name is not null";

	/** Locks the contact: whoever encrypts the address anew changes the stored value. */
	private static final String FIND_EMAIL = """
			select email from %s where %s = :id and email is not null for no key update""";

	/**
	 * A complaint prevails over a bounce, and of the same reason the earliest, so that
	 * the result does not depend on the order.
	 */
	private static final String SUPPRESS = """
			update %1$s set email_suppressed = :reason, email_suppressed_at = :since
			where %2$s = :id and email = :email and (email_suppressed is null
				or (email_suppressed = 'BOUNCED' and :reason = 'COMPLAINED')
				or (email_suppressed = :reason and email_suppressed_at > :since))""";

	private static final List<String> ENCRYPTED = List.of("name", "email", "phone");

	private final JdbcClient jdbc;

	private final ContactCipher cipher;

	private final String putFirst;

	private final String replace;

	private final String find;

	private final String remove;

	private final String row;

	private final String suppress;

	private final String findEmail;

	private final String join;

	private final ContactEncryption encryption;

	/**
	 * Creates the access to a table whose names and addresses are plain text.
	 * @param jdbc the database
	 * @param table the table's name
	 * @param idColumn the name of its primary key, a text column
	 */
	public Contacts(JdbcClient jdbc, String table, String idColumn) {
		this(jdbc, table, idColumn, ContactCipher.none());
	}

	/**
	 * Creates the access to a table.
	 * @param jdbc the database
	 * @param table the table's name
	 * @param idColumn the name of its primary key, a text column
	 * @param cipher encrypts names, e-mail addresses and phone numbers
	 */
	public Contacts(JdbcClient jdbc, String table, String idColumn, ContactCipher cipher) {
		this.jdbc = jdbc;
		this.cipher = cipher;
		this.findEmail = FIND_EMAIL.formatted(table, idColumn);
		this.encryption = new ContactEncryption(jdbc, table, idColumn, cipher);
		this.putFirst = PUT_FIRST.formatted(table, idColumn);
		this.replace = REPLACE.formatted(table, idColumn);
		this.find = FIND.formatted(table, idColumn);
		this.remove = "delete from %s where %s = :id".formatted(table, idColumn);
		this.row = "select row_to_json(t)::text from %s as t where %s = :id".formatted(table, idColumn);
		this.suppress = SUPPRESS.formatted(table, idColumn);
		this.join = "left join %s as contact on contact.name is not null and contact.%s".formatted(table, idColumn);
	}

	/**
	 * Creates or replaces a contact, and ends the suppression of its e-mails. Idempotent.
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
			.param("name", this.cipher.encrypt(contact.name()))
			.param("email", this.cipher.encrypt(contact.email()))
			.param("phone", this.cipher.encrypt(contact.phone()))
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
		return this.jdbc.sql(this.find).param("id", id).query((row, number) -> read(row)).optional();
	}

	/**
	 * Deletes the row of a contact, including its other columns.
	 * @param id the id of the provider or user
	 * @return whether there was a row
	 */
	public boolean remove(String id) {
		return this.jdbc.sql(this.remove).param("id", id).update() > 0;
	}

	/**
	 * Suppresses e-mails to a contact, if its current address is one of those.
	 * @param id the id of the provider or user
	 * @param addresses addresses that the mail system reported, in lower case
	 * @param suppression the reason
	 */
	public void suppressEmail(String id, Collection<String> addresses, EmailSuppression suppression) {
		this.jdbc.sql(this.findEmail)
			.param("id", id)
			.query(String.class)
			.optional()
			.filter((stored) -> addresses
				.contains(String.valueOf(this.cipher.decrypt(stored)).toLowerCase(Locale.ROOT)))
			.ifPresent((stored) -> suppress(id, stored, suppression));
	}

	private void suppress(String id, String storedEmail, EmailSuppression suppression) {
		this.jdbc.sql(this.suppress)
			.param("id", id)
			.param("email", storedEmail)
			.param("reason", suppression.reason().name())
			.param("since", OffsetDateTime.ofInstant(suppression.since(), ZoneOffset.UTC))
			.update();
	}

	/**
	 * Finds out whether e-mails to a contact are suppressed.
	 * @param id the id of the provider or user
	 * @return the reason, if they are
	 */
	public Optional<EmailSuppression> emailSuppression(String id) {
		return this.jdbc.sql(this.find)
			.param("id", id)
			.query((row, number) -> Optional.ofNullable(readSuppression(row)))
			.optional()
			.flatMap(Function.identity());
	}

	/**
	 * Returns the whole row of a contact, for an export.
	 * @param id the id of the provider or user
	 * @return the values by the names of their columns in lower camel case, if there is a
	 * row
	 */
	public Optional<Map<String, Object>> row(String id) {
		return this.jdbc.sql(this.row).param("id", id).query(String.class).optional().map((json) -> {
			Map<String, Object> row = new LinkedHashMap<>();
			JsonMapper.shared()
				.readTree(json)
				.forEachEntry((column, value) -> row.put(JdbcUtils.convertUnderscoreNameToPropertyName(column),
						ENCRYPTED.contains(column)
								? Objects.requireNonNullElse(decrypted(value), NullNode.getInstance()) : value));
			return row;
		});
	}

	/**
	 * Creates the task that encrypts contacts after keys were changed.
	 * @return the task, to register as a bean
	 */
	public BackgroundTask encryption() {
		return this.encryption.task();
	}

	/**
	 * Encrypts all contacts.
	 * @see ContactEncryption#encryptAll()
	 */
	int encryptAll() {
		return this.encryption.encryptAll();
	}

	private @Nullable String decrypted(JsonNode value) {
		return value.isString() ? this.cipher.decrypt(value.stringValue()) : null;
	}

	/**
	 * Returns the columns that {@link #read} and {@link #readSuppression} need.
	 * @return expressions of a select list, for a statement with {@link #joinOn}
	 */
	static String columns() {
		return COLUMNS;
	}

	/**
	 * Returns a left join with the contact.
	 * @param id the SQL expression of the id
	 */
	String joinOn(String id) {
		return this.join + " = " + id;
	}

	/**
	 * Reads the contact of a row.
	 */
	Contact read(ResultSet row) throws SQLException {
		Array channels = row.getArray("contact_channels");
		return Contact.of(this.cipher.decrypt(row.getString("contact_name")),
				this.cipher.decrypt(row.getString("contact_email")),
				this.cipher.decrypt(row.getString("contact_phone")), row.getString("contact_locale"),
				row.getString("contact_time_zone"), Arrays.asList((String[]) channels.getArray()));
	}

	/**
	 * Reads why no e-mails are sent to the contact of a row.
	 */
	static @Nullable EmailSuppression readSuppression(ResultSet row) throws SQLException {
		String reason = row.getString("contact_suppressed");
		return (reason != null) ? new EmailSuppression(EmailSuppression.Reason.valueOf(reason),
				Columns.instant(row, "contact_suppressed_at")) : null;
	}

}
