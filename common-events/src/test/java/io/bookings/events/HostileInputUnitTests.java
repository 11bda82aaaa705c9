package io.bookings.events;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each body is read as an event or rejected with an {@link InvalidEventException}, in
 * limited time.
 */
@Timeout(60)
class HostileInputUnitTests {

	private static final int MEBIBYTE = 1_048_576;

	private static final String OPEN = GoldenPayload.CREATED_JSON.substring(0, GoldenPayload.CREATED_JSON.length() - 1);

	@Test
	void depthBombsAreRejected() {
		assertRejected("[".repeat(100_000));
		assertRejected("[".repeat(MEBIBYTE));
		assertRejected("{\"a\":".repeat(100_000));
		assertRejected(OPEN + ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
		assertRejected(OPEN + ",\"x\":" + "[{\"a\":".repeat(50_000));
		assertRejected("{\"bookingId\":" + "[".repeat(100_000));
		assertRejected(GoldenPayload.CREATED_JSON + "[".repeat(100_000));
	}

	@Test
	void bodiesOfOneMebibyteAreHandled() {
		Stream
			.of(" ", "\n", "{", "}", "\"", "\\", ",", "0", "a", "\u0000", "[1,", "{}", "[]", "\u00FF", "\uD800",
					"\uDC00", "-", "\"\\u0000\",", "/*", "\uFEFF")
			.map((filler) -> filler.repeat(MEBIBYTE / filler.length()))
			.forEach((body) -> {
				assertRejected(body);
				assertRejected(GoldenPayload.CREATED_JSON.substring(1) + body);
				String start = body.substring(0, MEBIBYTE - 1000);
				assertHandled("{\"bookingId\":\"" + start + "\"}");
				assertHandled(OPEN + ",\"x\":\"" + start + "\"}");
				assertHandled(OPEN + ",\"x\":" + start);
				assertHandled(OPEN + ",\"" + start + "\":1}");
			});
	}

	@Test
	void bodiesOfManyMebibytesAreRejected() {
		assertRejected("x".repeat(50 * MEBIBYTE));
		assertRejected(GoldenPayload.CREATED_JSON + " ".repeat(50 * MEBIBYTE));
	}

	@Test
	void manyFieldsAreHandled() {
		String fields = IntStream.range(0, 100_000)
			.mapToObj((index) -> "\"" + Integer.toString(index, 36) + "\":0")
			.collect(Collectors.joining(","));
		assertAccepted(OPEN + ',' + fields + '}');
		assertRejected(OPEN + ',' + fields + ',' + fields.substring(0, 1000));
	}

	@Test
	void namesWithTheSameHashCodeAreHandled() {
		String names = IntStream.range(0, 1 << 14)
			.mapToObj((bits) -> IntStream.range(0, 14)
				.mapToObj((bit) -> ((bits >> bit & 1) == 0) ? "Aa" : "BB")
				.collect(Collectors.joining("", "\"", "\":0")))
			.collect(Collectors.joining(","));
		assertAccepted(OPEN + ',' + names + '}');
		assertAccepted(OPEN + ",\"x\":{" + names + "}}");
	}

	@Test
	void hugeNumbersAreHandled() {
		for (String number : List.of("1e999999999", "-1E-999999999", "9".repeat(1_000_000),
				"0." + "1".repeat(1_000_000), "1e" + "9".repeat(1_000_000))) {
			assertAccepted(OPEN + ",\"x\":" + number + "}");
			assertAccepted(OPEN + ",\"x\":[" + number + "]}");
			assertRejected("{\"bookingId\":" + number + "}");
			assertRejected(number);
		}
	}

	@Test
	void invalidCharactersAreHandled() {
		for (String text : List.of("\uD800", "\uDFFF", "\uDC00\uD800", "\\uD800", "\\uDFFF", "\\uDC00\\uD800", "\uFEFF",
				"\uFFFE", "\uFFFF", "\u0000", "\\u0000", "\u001B[2J", "\\", "\\u", "\\u12", "\\uZZZZ", "\\x", "\\'")) {
			assertRejected(text);
			assertRejected(text + GoldenPayload.CREATED_JSON);
			assertRejected(GoldenPayload.CREATED_JSON + text);
			for (int i = 0; i < GoldenPayload.CREATED_JSON.length(); i++) {
				assertHandled(
						GoldenPayload.CREATED_JSON.substring(0, i) + text + GoldenPayload.CREATED_JSON.substring(i));
			}
		}
	}

	@Test
	void truncationsAreRejected() {
		for (int i = 0; i < GoldenPayload.CREATED_JSON.length(); i++) {
			assertRejected(GoldenPayload.CREATED_JSON.substring(0, i));
			assertRejected(GoldenPayload.CREATED_JSON.substring(i + 1));
		}
		for (int i = 0; i < GoldenPayload.CONFIRMED_JSON.length(); i++) {
			assertThat(accepts(GoldenPayload.CONFIRMED_JSON.substring(0, i), BookingConfirmed.TYPE)).isFalse();
		}
	}

	@Test
	void randomChangesAreHandled() {
		Random random = new Random(42);
		String alphabet = "{}[]\",:\\/ut0123456789eE+-.TZ \t\n\u0000\u00A0\uD800\uDC00abcdef";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder body = new StringBuilder(GoldenPayload.CREATED_JSON);
			for (int change = random.nextInt(4); change >= 0; change--) {
				int index = random.nextInt(body.length());
				char character = alphabet.charAt(random.nextInt(alphabet.length()));
				switch (random.nextInt(3)) {
					case 0 -> body.setCharAt(index, character);
					case 1 -> body.insert(index, character);
					default -> body.delete(index, Math.min(body.length() - 1, index + random.nextInt(20)));
				}
			}
			assertHandled(body.toString());
		}
	}

	private static void assertAccepted(String body) {
		assertThat(accepts(body, BookingCreated.TYPE)).isTrue();
	}

	private static void assertRejected(String body) {
		assertThat(accepts(body, BookingCreated.TYPE)).isFalse();
	}

	private static void assertHandled(String body) {
		accepts(body, BookingCreated.TYPE);
	}

	/* Any other exception fails the test. */
	private static boolean accepts(String body, EventType<?> type) {
		try {
			BookingEventCodec.decode(body, type);
			return true;
		}
		catch (InvalidEventException ex) {
			assertThat(ex.violations()).isNotEmpty();
			return false;
		}
	}

}
