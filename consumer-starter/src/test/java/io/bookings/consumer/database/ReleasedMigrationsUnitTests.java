package io.bookings.consumer.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database remembers the checksum of each migration, and Flyway refuses to start on one
 * where it differs.
 */
class ReleasedMigrationsUnitTests {

	private static final Path ROOT = Path.of("..");

	/** As databases of version 1.0 have them in {@code flyway_schema_history}. */
	static final Map<String, Integer> RELEASED = Map.of("V202611231200__processed_booking.sql", -1088895069,
			"V202611231300__notification.sql", 526226494, "V202611241200__notification_traceparent.sql", -1402170182,
			"V202611231210__booking_request.sql", 1839334821, "V202611231310__provider_contact.sql", 1213546854,
			"V202611231320__booking_request_of_provider.sql", 466159074, "V202611231210__booking_confirmation.sql",
			-1851506317, "V202611231310__user_profile.sql", -1523912282,
			"V202611231320__booking_confirmation_of_user.sql", 593865491);

	@Test
	void theirChecksumsStay() throws IOException {
		assertThat(checksums()).containsAllEntriesOf(RELEASED);
	}

	private static Map<String, Integer> checksums() throws IOException {
		Map<String, Integer> checksums = new HashMap<>();
		try (Stream<Path> modules = Files.list(ROOT)) {
			for (Path migrations : modules.map((module) -> module.resolve("src/main/resources/db/migration"))
				.filter(Files::isDirectory)
				.toList()) {
				try (Stream<Path> files = Files.walk(migrations)) {
					for (Path file : files.filter(Files::isRegularFile).toList()) {
						checksums.put(file.getFileName().toString(), checksum(file));
					}
				}
			}
		}
		return checksums;
	}

	/**
	 * As Flyway computes it: over the lines without their ends.
	 */
	private static int checksum(Path file) throws IOException {
		CRC32 crc = new CRC32();
		Files.readAllLines(file).forEach((line) -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
		return (int) crc.getValue();
	}

}
