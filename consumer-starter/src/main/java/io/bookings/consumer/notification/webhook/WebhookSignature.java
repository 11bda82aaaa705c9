package io.bookings.consumer.notification.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.bookings.consumer.settings.Settings;

/**
 * Secrets and signatures of <a href=
 * "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a>.
 */
final class WebhookSignature {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String PREFIX = "whsec_";

	private static final int MIN_BYTES = 24;

	private static final int MAX_BYTES = 64;

	private WebhookSignature() {
	}

	/**
	 * Reads a secret.
	 * @param setting the name of the setting
	 * @param secret {@code whsec_} and the key in Base64
	 * @return the key
	 * @throws IllegalArgumentException with a sentence that names the setting and the
	 * remedy, and does not contain the secret
	 */
	static byte[] key(String setting, String secret) {
		Settings.require(secret.startsWith(PREFIX),
				"%s does not begin with %s: set it to %s and the output of "
						+ "'openssl rand -base64 32', and give the same secret to the receiver",
				setting, PREFIX, PREFIX);
		byte[] key;
		try {
			key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"%s is not Base64 after %s: set it to %s and the output of 'openssl rand -base64 32'"
						.formatted(setting, PREFIX, PREFIX));
		}
		Settings.require(key.length >= MIN_BYTES && key.length <= MAX_BYTES,
				"%s has %d bytes in Base64 after %s: set it to %d to %d bytes", setting, key.length, PREFIX, MIN_BYTES,
				MAX_BYTES);
		return key;
	}

	/**
	 * Signs a request with each key, so that a receiver that knows one of them accepts
	 * it.
	 * @return the value of the header {@code webhook-signature}
	 */
	static String of(List<byte[]> keys, String id, String timestamp, String body) {
		byte[] content = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
		return keys.stream().map((key) -> "v1," + sign(key, content)).collect(Collectors.joining(" "));
	}

	private static String sign(byte[] key, byte[] content) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key, ALGORITHM));
			return Base64.getEncoder().encodeToString(mac.doFinal(content));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
