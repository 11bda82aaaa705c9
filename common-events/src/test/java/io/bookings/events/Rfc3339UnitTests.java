package io.bookings.events;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Rfc3339UnitTests {

	@Test
	void readsWhatJavaTimeWrites() {
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			Instant instant = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L),
					random.nextInt(1_000_000_000));
			ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
			String text = OffsetDateTime.ofInstant(instant, offset).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
			assertThat(Rfc3339.parse(text)).as(text).isEqualTo(instant);
			assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
		}
	}

	@Test
	void rejectsChangedTextOrReadsItLikeJavaTime() {
		String text = "2024-02-29T23:59:59.123456789+01:30";
		for (int i = 0; i < text.length(); i++) {
			for (char character = 0; character < 0x700; character++) {
				String changed = text.substring(0, i) + character + text.substring(i + 1);
				Instant instant = Rfc3339.parse(changed);
				if (instant != null) {
					assertThat(instant).as(changed).isEqualTo(OffsetDateTime.parse(changed).toInstant());
				}
			}
		}
	}

	@Test
	void readsFractionsOfOneToNineDigits() {
		assertThat(Rfc3339.parse("2025-02-19T10:00:00.5Z")).isEqualTo("2025-02-19T10:00:00.500Z");
		assertThat(Rfc3339.parse("2025-02-19T10:00:00.000000001Z")).isEqualTo("2025-02-19T10:00:00.000000001Z");
	}

}
