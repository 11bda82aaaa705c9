package io.bookings.consumer.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Remembers the last correct passwords. HTTP Basic sends the password with each request,
 * so a repeated password is checked with one SHA-256 instead of a slow hash. A wrong
 * password takes a slow hash each time, for each user name.
 */
public final class CachingPasswordEncoder implements PasswordEncoder {

	private final PasswordEncoder slow;

	/** One for each user: the one who may act, and the reader. */
	private static final int REMEMBERED = 2;

	private final List<byte[]> verified = new CopyOnWriteArrayList<>();

	/**
	 * Creates an encoder.
	 * @param slow hashes and verifies passwords
	 */
	public CachingPasswordEncoder(PasswordEncoder slow) {
		this.slow = slow;
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return this.slow.encode(rawPassword);
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		byte[] digest = digest(rawPassword, encodedPassword);
		if (this.verified.stream().anyMatch((known) -> MessageDigest.isEqual(digest, known))) {
			return true;
		}
		boolean right = this.slow.matches(rawPassword, encodedPassword);
		if (right) {
			remember(digest);
		}
		else if (upgradeEncoding(encodedPassword)) {
			// The password from the settings is not hashed yet, so the comparison was
			// fast. The time must not reveal whether a user name exists.
			this.slow.encode(rawPassword);
		}
		return right;
	}

	private synchronized void remember(byte[] digest) {
		while (this.verified.size() >= REMEMBERED) {
			this.verified.removeFirst();
		}
		this.verified.add(digest);
	}

	@Override
	public boolean upgradeEncoding(@Nullable String encodedPassword) {
		return this.slow.upgradeEncoding(encodedPassword);
	}

	/**
	 * Returns a digest of both arguments. The encoded password contains the salt.
	 */
	private static byte[] digest(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(String.valueOf(encodedPassword).getBytes(StandardCharsets.UTF_8));
			sha256.update((byte) 0);
			return sha256.digest(String.valueOf(rawPassword).getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
