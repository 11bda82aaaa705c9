package io.bookings.consumer.notification.webhook;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookSignatureUnitTests {

	private static final byte[] KEY = WebhookSignature.key("setting", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

	/** The signature by version 1.1.1 of the package standardwebhooks for Node.js. */
	private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

	@Test
	void theSignatureIsThatOfOtherLibraries() {
		assertThat(sign(List.of(KEY))).isEqualTo(SIGNATURE);
	}

	@Test
	void eachKeyHasItsOwnSignature() {
		assertThat(sign(List.of(new byte[24], KEY)).split(" ")).hasSize(2).endsWith(SIGNATURE);
	}

	private static String sign(List<byte[]> keys) {
		return WebhookSignature.of(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}");
	}

}
