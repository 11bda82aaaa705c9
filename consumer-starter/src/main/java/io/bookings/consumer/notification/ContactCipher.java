package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.spec.SecretKeySpec;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.encrypt.AesGcmBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;

/**
 * Encrypts the names and addresses of contacts with AES-GCM. An encrypted value contains
 * the id of its key: {@code aes-gcm:<id>:<Base64>}. Values without this prefix are plain
 * text, so that encryption can be switched on for existing contacts.
 */
public final class ContactCipher {

	/** The begin of encrypted values. No name of a contact begins with it. */
	static final String PREFIX = "aes-gcm:";

	/** Instead of a first key: new values are plain text. */
	private static final String PLAIN = "plain";

	private static final String SETTING = "booking.contact.encryption.keys";

	private static final Pattern KEY = Pattern.compile("\\s*([a-z0-9][a-z0-9-]{0,15}):([A-Za-z0-9+/]{43}=)\\s*");

	private final Map<String, BytesEncryptor> keys;

	private final String prefix;

	private ContactCipher(Map<String, BytesEncryptor> keys, String prefix) {
		this.keys = keys;
		this.prefix = prefix;
	}

	/**
	 * Creates a cipher that stores plain text.
	 * @return the cipher
	 */
	public static ContactCipher none() {
		return new ContactCipher(Map.of(), "");
	}

	/**
	 * Creates a cipher.
	 * @param setting the keys, separated by commas, each as an id, a colon and 32 bytes
	 * in Base64. The first one encrypts, and all of them decrypt. If the first is
	 * {@code plain}, new values are plain text. Empty for no encryption.
	 * @return the cipher
	 * @throws IllegalArgumentException with the name of the setting and the remedy,
	 * without the keys
	 */
	public static ContactCipher of(String setting) {
		if (setting.isBlank()) {
			return none();
		}
		Map<String, BytesEncryptor> keys = new LinkedHashMap<>();
		String[] parts = setting.split(",", -1);
		boolean plain = parts[0].strip().equals(PLAIN);
		for (int i = plain ? 1 : 0; i < parts.length; i++) {
			Matcher key = KEY.matcher(parts[i]);
			Settings.require(key.matches() && !key.group(1).equals(PLAIN),
					SETTING + ": key %s is not valid: write an id of at most 16 lowercase letters, digits and hyphens, "
							+ "a colon, and 32 bytes in Base64, as in k1:$(openssl rand -base64 32)",
					i + 1);
			byte[] bytes = Base64.getDecoder().decode(key.group(2));
			BytesEncryptor before = keys.put(key.group(1),
					AesGcmBytesEncryptor.withSecretKey(new SecretKeySpec(bytes, "AES")).build());
			Settings.require(before == null, SETTING + " has the id %s twice: give each key an id of its own",
					key.group(1));
		}
		return new ContactCipher(keys, plain ? "" : PREFIX + keys.keySet().iterator().next() + ':');
	}

	/**
	 * Encrypts a value with the first key.
	 */
	@Nullable String encrypt(@Nullable String value) {
		if (value == null || this.prefix.isEmpty()) {
			return value;
		}
		byte[] encrypted = encryptor(this.prefix).encrypt(value.getBytes(StandardCharsets.UTF_8));
		return this.prefix + Base64.getEncoder().encodeToString(encrypted);
	}

	/**
	 * Decrypts a value with the key that it names.
	 * @throws NoContentYetException if that key is not set, or is another one
	 */
	@Nullable String decrypt(@Nullable String stored) {
		if (stored == null || !stored.startsWith(PREFIX)) {
			return stored;
		}
		try {
			byte[] encrypted = Base64.getDecoder().decode(stored.substring(stored.lastIndexOf(':') + 1));
			return new String(encryptor(stored).decrypt(encrypted), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw unreadable(stored, "does not decrypt the contact");
		}
	}

	private BytesEncryptor encryptor(String stored) {
		BytesEncryptor encryptor = this.keys.get(id(stored));
		if (encryptor == null) {
			throw unreadable(stored, "is not set");
		}
		return encryptor;
	}

	private static String id(String stored) {
		String[] parts = stored.split(":", 3);
		return (parts.length == 3) ? parts[1] : "";
	}

	/**
	 * Returns the begin of the values that need not be encrypted again, empty if all
	 * values shall be plain text.
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * The notifications of a contact that cannot be decrypted wait, and lose no attempt.
	 */
	private static NoContentYetException unreadable(String stored, String problem) {
		return new NoContentYetException("the key %s of %s %s".formatted(id(stored), SETTING, problem));
	}

}
