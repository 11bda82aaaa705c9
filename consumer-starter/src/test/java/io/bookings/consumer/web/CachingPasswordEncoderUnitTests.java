package io.bookings.consumer.web;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class CachingPasswordEncoderUnitTests {

	private final CountedHashes slow = new CountedHashes();

	private final CachingPasswordEncoder verified = new CachingPasswordEncoder(this.slow);

	@Test
	void aRightPasswordIsHashedOnce() {
		String stored = this.slow.hash("secret");
		for (int i = 0; i < 5; i++) {
			assertThat(this.verified.matches("secret", stored)).isTrue();
		}
		assertThat(this.slow.hashed).containsExactly("secret");
	}

	@Test
	void aWrongPasswordIsHashedEachTime() {
		String stored = this.slow.hash("secret");
		assertThat(this.verified.matches("secret", stored)).isTrue();
		for (int i = 0; i < 3; i++) {
			assertThat(this.verified.matches("wrong", stored)).isFalse();
		}
		assertThat(this.slow.hashed).containsExactly("secret", "wrong", "wrong", "wrong");
	}

	@Test
	void aPasswordThatIsNotRightAnyMoreIsRefused() {
		assertThat(this.verified.matches("secret", this.slow.hash("secret"))).isTrue();
		assertThat(this.verified.matches("secret", this.slow.hash("changed"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{noop}secret", "{noop}" })
	void aWrongPasswordCostsAHashAlsoWhenTheStoredOneIsPlain(String stored) {
		assertThat(this.verified.matches("wrong", stored)).isFalse();
		assertThat(this.slow.hashed).containsExactly("wrong");
	}

	@Test
	void theBorderBetweenTheStoredAndTheGivenCounts() {
		assertThat(this.verified.matches("bc", "{noop}bc")).isTrue();
		assertThat(this.verified.matches("c", "{noop}bc")).isFalse();
		assertThat(this.verified.matches("cbc", "{noop}b")).isFalse();
	}

	/**
	 * The encoder of Spring Security, counting.
	 */
	private static final class CountedHashes implements PasswordEncoder {

		private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

		private final List<String> hashed = new ArrayList<>();

		String hash(String password) {
			return this.encoder.encode(password);
		}

		@Override
		public String encode(CharSequence rawPassword) {
			this.hashed.add(rawPassword.toString());
			return this.encoder.encode(rawPassword);
		}

		@Override
		public boolean matches(CharSequence rawPassword, String encodedPassword) {
			if (encodedPassword.startsWith("{bcrypt}")) {
				this.hashed.add(rawPassword.toString());
			}
			return this.encoder.matches(rawPassword, encodedPassword);
		}

		@Override
		public boolean upgradeEncoding(String encodedPassword) {
			return this.encoder.upgradeEncoding(encodedPassword);
		}

	}

}
