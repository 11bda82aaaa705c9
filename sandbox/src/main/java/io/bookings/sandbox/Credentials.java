package io.bookings.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The name and the password that both services of a local run ask for.
 *
 * @param username the name
 * @param password the password, which needs no quotes in a shell
 */
record Credentials(String username, String password) {

	private static final int PASSWORD_BYTES = 12;

	/**
	 * @return credentials with a password that nobody can guess
	 */
	static Credentials generate() {
		byte[] bytes = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(bytes);
		return new Credentials("sandbox", HexFormat.of().formatHex(bytes));
	}

	/**
	 * @return the environment of a service that asks for these credentials
	 */
	Map<String, String> environment() {
		return Map.of("SPRING_SECURITY_USER_NAME", this.username, "SPRING_SECURITY_USER_PASSWORD", this.password);
	}

	/**
	 * @param directory where provider-consumer asks for these credentials
	 * @return the environment of a user-consumer that asks for these credentials too
	 */
	Map<String, String> environment(URI directory) {
		Map<String, String> environment = new HashMap<>(environment());
		environment.put("BOOKING_DIRECTORY_URL", directory.toString());
		environment.put("BOOKING_DIRECTORY_USERNAME", this.username);
		environment.put("BOOKING_DIRECTORY_PASSWORD", this.password);
		return environment;
	}

	/**
	 * @return the value of the header {@code Authorization}
	 */
	String authorization() {
		String both = this.username + ":" + this.password;
		return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
	}

}
