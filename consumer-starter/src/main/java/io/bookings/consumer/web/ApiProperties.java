package io.bookings.consumer.web;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.bookings.consumer.settings.Settings;

/**
 * Settings of the users of the HTTP API and of the operations page.
 *
 * @param reader the user who may only read, with HTTP Basic
 * @param readScope scope of JWTs that may read; without it, each valid JWT may
 * @param actScope scope of JWTs that may also act; without it, each valid JWT may
 */
@ConfigurationProperties("booking.api")
public record ApiProperties(@DefaultValue Reader reader, @Nullable String readScope, @Nullable String actScope) {

	/**
	 * The user who may only read.
	 *
	 * @param username the name; empty for no such user
	 * @param password the password
	 */
	public record Reader(@DefaultValue("") String username, @DefaultValue("") String password) {

		/**
		 * Refuses a name without a password.
		 * @throws IllegalArgumentException with a sentence that names the setting
		 */
		public Reader {
			Settings.require(username.isEmpty() || !password.isEmpty(),
					"booking.api.reader.password is not set: set it, or remove booking.api.reader.username");
		}

		/**
		 * Whether there is such a user.
		 * @return whether a name is set
		 */
		public boolean exists() {
			return !this.username.isEmpty();
		}

	}

}
