package io.bookings.events;

import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContentHashUnitTests {

	private static final Instant TEN = Instant.parse("2025-02-19T10:00:00Z");

	private static final Instant ELEVEN = Instant.parse("2025-02-19T11:00:00Z");

	/*
	 * Another implementation (Python's hashlib and struct) computed these values. If the
	 * test fails, change the code, not the test: the hashes are stored in databases.
	 */
	@Test
	void hashesNeverChange() {
		assertThat(hash(GoldenPayload.CREATED))
			.isEqualTo("98ad4c3a109ba1aa0e00d8cc861544326196f7f9b7077e8ff4e599fe82eee30d");
		assertThat(hash(GoldenPayload.CONFIRMED))
			.isEqualTo("e3fdf6199494c4df6c200e6bb81083912d2c5503d74bb573aa24d9413631dbdd");
		assertThat(hash(new BookingCreated("Bücher-😀", "user-456", "provider-789", "slot-001", TEN.plusMillis(120),
				ELEVEN.plusNanos(1), TEN)))
			.isEqualTo("77cfdec6d26d9b3ad74bd198b13df35382c57d7cc5f61aad84a97b887b685980");
	}

	@Test
	void hashesOfUnusualContentNeverChange() {
		Instant first = Instant.parse("2000-01-01T00:00:00Z");
		Instant last = Instant.parse("2199-12-31T23:59:59.999999999Z");
		assertThat(hash(created("日本 🦊", "Zoë\u2028O’Brien", " a b ", "\"q\" \\ /", first, last, TEN)))
			.isEqualTo("9a88b2e0a545b645f6049585949ce1d54d4d3ce2ee23078dbefa136424da8682");
		assertThat(hash(created("😀".repeat(128), "u", "p", "s", TEN.plusNanos(120_000), TEN.plusMillis(500), TEN)))
			.isEqualTo("9e5fb4d01c1431f55de7c5dd6528d9b74b9069c3a9b9a3e171a2dc1fe863d660");
		assertThat(hash(new BookingConfirmed("Bücher-😀", "प्रदाता", Instant.parse("2025-02-19T09:58:00.120Z"), TEN)))
			.isEqualTo("a59c4312410f0169772116dcf018ff8bab062437dcf3f600a25173e8d6ab8911");
		assertThat(hash(new BookingConfirmed("x".repeat(128), "\u200B", last, TEN)))
			.isEqualTo("5f3866419ca98760433d88263f89d4bb39990a6c12a5851a49e5b5488b9e27e0");
		assertThat(hash(new BookingConfirmed("a", "b", first, last)))
			.isEqualTo("368032b17cb1034d9a86701128597885fa049aeef5153a5e5d81c5302ef6dd8c");
	}

	@Test
	void hashesOfDocumentsNeverChange() {
		String created = """
				{"bookingId":"\\u65e5\\u672c \\ud83e\\udd8a","userId":"Zoë\\u2028O’Brien","providerId":" a b ",
				"slotId":"\\"q\\" \\\\ \\/","slotStart":"1999-12-31T18:30:00-05:30","slotEnd":"2199-12-31T23:59:59.999999999z",
				"eventType":"BOOKING_CREATED","timestamp":"2025-02-19T10:00:00Z","note":"unknown"}""";
		assertThat(hash(BookingEventCodec.decode(created, BookingCreated.TYPE)))
			.isEqualTo("9a88b2e0a545b645f6049585949ce1d54d4d3ce2ee23078dbefa136424da8682");
		String confirmed = """
				{"timestamp":"2031-01-01T00:00:00Z","eventType":"BOOKING_CONFIRMED","acceptedAt":"2025-02-19T10:58:00.12+01:00",
				"providerId":"प्रदाता","bookingId":"Bücher-😀"}""";
		assertThat(hash(BookingEventCodec.decode(confirmed, BookingConfirmed.TYPE)))
			.isEqualTo("a59c4312410f0169772116dcf018ff8bab062437dcf3f600a25173e8d6ab8911");
	}

	@Test
	void timestampDoesNotChangeTheHash() {
		assertThat(hash(created("a", "b", "c", "d", TEN, ELEVEN, TEN)))
			.isEqualTo(hash(created("a", "b", "c", "d", TEN, ELEVEN, ELEVEN)));
		assertThat(hash(new BookingConfirmed("a", "b", TEN, TEN)))
			.isEqualTo(hash(new BookingConfirmed("a", "b", TEN, ELEVEN)));
	}

	@Test
	void notationDoesNotChangeTheHash() {
		String other = """
				{ "extra": [], "timestamp": "2031-01-01T00:00:00Z", "eventType": "BOOKING_CREATED",
				"slotEnd": "2025-02-19t12:30:00.000+01:30", "slotStart": "2025-02-19T10:00:00.0z",
				"slotId": "slot\\u002d001", "providerId": "provider-789", "userId": "user-456", "bookingId": "test-123" }""";
		assertThat(hash(BookingEventCodec.decode(other, BookingCreated.TYPE))).isEqualTo(hash(GoldenPayload.CREATED));
	}

	@Test
	void everyContentFieldChangesTheHash() {
		List<BookingEvent> different = List.of(created("a", "b", "c", "d", TEN, ELEVEN, TEN),
				created("x", "b", "c", "d", TEN, ELEVEN, TEN), created("a", "x", "c", "d", TEN, ELEVEN, TEN),
				created("a", "b", "x", "d", TEN, ELEVEN, TEN), created("a", "b", "c", "x", TEN, ELEVEN, TEN),
				created("a", "b", "c", "d", TEN.plusNanos(1), ELEVEN, TEN),
				created("a", "b", "c", "d", TEN, ELEVEN.plusNanos(1), TEN),
				created("b", "a", "c", "d", TEN, ELEVEN, TEN), new BookingConfirmed("a", "b", TEN, TEN),
				new BookingConfirmed("x", "b", TEN, TEN), new BookingConfirmed("a", "x", TEN, TEN),
				new BookingConfirmed("a", "b", ELEVEN, TEN));
		Set<String> hashes = new HashSet<>();
		assertThat(different).allMatch((event) -> hashes.add(hash(event)));
	}

	@Test
	void boundariesOfFieldsChangeTheHash() {
		assertThat(hash(created("ab", "c", "d", "e", TEN, ELEVEN, TEN)))
			.isNotEqualTo(hash(created("a", "bc", "d", "e", TEN, ELEVEN, TEN)));
		assertThat(hash(new BookingConfirmed("a", "b2025", TEN, TEN)))
			.isNotEqualTo(hash(new BookingConfirmed("ab", "2025", TEN, TEN)));
	}

	@Test
	void eachCallReturnsANewArray() {
		byte[] hash = ContentHash.of(GoldenPayload.CREATED);
		assertThat(ContentHash.of(GoldenPayload.CREATED)).hasSize(32).isEqualTo(hash).isNotSameAs(hash);
	}

	private static BookingCreated created(String bookingId, String userId, String providerId, String slotId,
			Instant slotStart, Instant slotEnd, Instant timestamp) {
		return new BookingCreated(bookingId, userId, providerId, slotId, slotStart, slotEnd, timestamp);
	}

	private static String hash(BookingEvent event) {
		return HexFormat.of().formatHex(ContentHash.of(event));
	}

}
