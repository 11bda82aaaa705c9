package io.bookings.consumer.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Remembers the password that was last found right, so that a caller who proves itself
 * with each request, as HTTP Basic asks for, is checked by one SHA-256 instead of one
 * slow hash. A wrong password costs the slow hash each time, whoever is named.
 */
public final class CachingPasswordEncoder implements PasswordEncoder {

	private final PasswordEncoder slow;

	private volatile byte @Nullable [] verified;

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
		if (MessageDigest.isEqual(digest, this.verified)) {
			return true;
		}
		boolean right = this.slow.matches(rawPassword, encodedPassword);
		if (right) {
			this.verified = digest;
		}
		else if (upgradeEncoding(encodedPassword)) {
			// The password is still as the settings gave it, which was compared too fast:
			// a name that exists must not be told from one that does not.
			this.slow.encode(rawPassword);
		}
		return right;
	}

	@Override
	public boolean upgradeEncoding(@Nullable String encodedPassword) {
		return this.slow.upgradeEncoding(encodedPassword);
	}

	/**
	 * What a verification was about; the stored form has the salt in it.
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
