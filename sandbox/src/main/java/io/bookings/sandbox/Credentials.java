package io.bookings.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * The user name and the password of the HTTP APIs in a local run.
 *
 * @param username the user name
 * @param password the password, which needs no quotes in a shell
 */
record Credentials(String username, String password) {

	private static final int PASSWORD_BYTES = 12;

	/**
	 * @return credentials with a random password
	 */
	static Credentials generate() {
		byte[] bytes = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(bytes);
		return new Credentials("sandbox", HexFormat.of().formatHex(bytes));
	}

	/**
	 * @param directory where the booking directory accepts these credentials
	 * @return the environment of a service that requires these credentials for its API,
	 * and uses them for the booking directory
	 */
	Map<String, String> environment(URI directory) {
		return Map.of("SPRING_SECURITY_USER_NAME", this.username, "SPRING_SECURITY_USER_PASSWORD", this.password,
				"BOOKING_DIRECTORY_URL", directory.toString(), "BOOKING_DIRECTORY_USERNAME", this.username,
				"BOOKING_DIRECTORY_PASSWORD", this.password);
	}

	/**
	 * @param other where the other service accepts these credentials
	 * @return the environment of a service that asks the other one for its part of a
	 * timeline
	 */
	Map<String, String> timelineEnvironment(URI other) {
		return Map.of("BOOKING_TIMELINE_URL", other.toString(), "BOOKING_TIMELINE_USERNAME", this.username,
				"BOOKING_TIMELINE_PASSWORD", this.password);
	}

	/**
	 * @return the value of the {@code Authorization} header
	 */
	String authorization() {
		String both = this.username + ":" + this.password;
		return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
	}

}
