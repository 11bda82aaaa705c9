package io.bookings.consumer.notification;

import java.sql.Types;
import java.time.Duration;
import java.util.List;

import io.bookings.consumer.task.BackgroundTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Encrypts contacts that were stored before the keys were changed.
 */
class ContactEncryption {

	/** Contacts with a value that is not encrypted by the first key. */
	private static final String NOT_CURRENT = """
			select %2$s as id, name, email, phone from %1$s
			where %2$s > :after and (:plain and (name like :any or email like :any or phone like :any)
				or not :plain and (not starts_with(name, :prefix) or not starts_with(email, :prefix)
					or not starts_with(phone, :prefix)))
			order by %2$s limit :limit""";

	/** Only if nobody has changed the contact meanwhile. */
	private static final String ENCRYPT = """
			update %1$s set name = :name, email = :email, phone = :phone
			where %2$s = :id and name = :oldName and email is not distinct from :oldEmail
				and phone is not distinct from :oldPhone""";

	private static final int BATCH = 200;

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private static final Logger logger = LoggerFactory.getLogger(ContactEncryption.class);

	private final JdbcClient jdbc;

	private final ContactCipher cipher;

	private final String notCurrent;

	private final String encrypt;

	ContactEncryption(JdbcClient jdbc, String table, String idColumn, ContactCipher cipher) {
		this.jdbc = jdbc;
		this.cipher = cipher;
		this.notCurrent = NOT_CURRENT.formatted(table, idColumn);
		this.encrypt = ENCRYPT.formatted(table, idColumn);
	}

	BackgroundTask task() {
		return new BackgroundTask("encrypt-contacts", () -> {
			int encrypted = encryptAll();
			if (encrypted > 0) {
				logger.info("Encrypted {} contacts with the first key of booking.contact.encryption.keys", encrypted);
			}
		}, () -> INTERVAL);
	}

	/**
	 * Encrypts all contacts with the first key that are plain text or encrypted with
	 * another one. Skips contacts that are changed meanwhile: they are current.
	 * @return the number of contacts that were encrypted
	 * @throws NoContentYetException if some cannot be decrypted, after all others
	 */
	int encryptAll() {
		int encrypted = 0;
		NoContentYetException unreadable = null;
		String after = "";
		List<Stored> batch;
		do {
			batch = this.jdbc.sql(this.notCurrent)
				.param("after", after)
				.param("plain", this.cipher.prefix().isEmpty())
				.param("any", ContactCipher.PREFIX + "%")
				.param("prefix", this.cipher.prefix())
				.param("limit", BATCH)
				.query((row, number) -> new Stored(row.getString("id"), row.getString("name"), row.getString("email"),
						row.getString("phone")))
				.list();
			for (Stored row : batch) {
				after = row.id();
				try {
					encrypted += encrypt(row);
				}
				catch (NoContentYetException ex) {
					unreadable = ex;
				}
			}
		}
		while (batch.size() == BATCH);
		if (unreadable != null) {
			logger.warn("Contacts cannot be decrypted: {}", unreadable.getMessage());
			throw unreadable;
		}
		return encrypted;
	}

	private int encrypt(Stored row) {
		return this.jdbc.sql(this.encrypt)
			.param("id", row.id())
			.param("name", this.cipher.encrypt(this.cipher.decrypt(row.name())), Types.VARCHAR)
			.param("email", this.cipher.encrypt(this.cipher.decrypt(row.email())), Types.VARCHAR)
			.param("phone", this.cipher.encrypt(this.cipher.decrypt(row.phone())), Types.VARCHAR)
			.param("oldName", row.name())
			.param("oldEmail", row.email(), Types.VARCHAR)
			.param("oldPhone", row.phone(), Types.VARCHAR)
			.update();
	}

	private record Stored(String id, String name, @Nullable String email, @Nullable String phone) {

	}

}
