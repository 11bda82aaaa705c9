package io.bookings.events.check;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.bookings.events.BookingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckEventUnitTests {

	private static final String CREATED_HASH = "98ad4c3a109ba1aa0e00d8cc861544326196f7f9b7077e8ff4e599fe82eee30d";

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	@Test
	void validFileIsReportedWithItsContentHash() throws IOException {
		String file = file("created.json", golden());
		assertThat(run("", file)).isZero();
		assertThat(this.out)
			.hasToString(file + ": valid BOOKING_CREATED, content hash " + CREATED_HASH + System.lineSeparator());
	}

	@Test
	void everyBrokenRuleIsReportedOnALineOfItsOwn() throws IOException {
		String file = file("bad.json", golden().replace("11:00", "10:00").replace("user-456", " "));
		assertThat(run("", file("good.json", golden()), file)).isEqualTo(1);
		assertThat(this.out.toString(StandardCharsets.UTF_8).lines().skip(1)).containsExactly(
				file + ": userId must not be blank (BLANK)",
				file + ": slotEnd must be after slotStart (NOT_AFTER_SLOT_START)");
	}

	@Test
	void eachLineOfStandardInputIsABody() {
		assertThat(run(golden() + "\r\n\n" + golden(), "--lines")).isEqualTo(1);
		assertThat(this.out.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly(
				(line) -> assertThat(line).startsWith("standard input:1: valid BOOKING_CREATED"),
				(line) -> assertThat(line).isEqualTo("standard input:2: $ must not be empty (EMPTY)"),
				(line) -> assertThat(line).startsWith("standard input:3: valid BOOKING_CREATED"));
	}

	@Test
	void standardInputIsOneBodyWithoutTheFlag() {
		assertThat(run(golden().replace(",", ",\n") + '\n', "-")).isZero();
		assertThat(run(golden() + '\n' + golden())).isEqualTo(1);
	}

	@Test
	void expectedEventIsTheOnlyOneThatIsAccepted() {
		assertThat(run(golden(), "--event", "BOOKING_CREATED")).isZero();
		assertThat(run(golden(), "--event", "BOOKING_CONFIRMED")).isEqualTo(1);
	}

	@Test
	void wrongCommandsAndUnreadableFilesHaveACodeOfTheirOwn() {
		assertThat(run("", "--line")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).startsWith("Unknown option: --line\n")
			.contains("Usage: check-event ");
		assertThat(run("", "--event")).isEqualTo(2);
		assertThat(run("", "--event", "BOOKING_MADE")).isEqualTo(2);
		assertThat(run("", this.directory.resolve("absent.json").toString())).isEqualTo(2);
		assertThat(this.out.size()).isZero();
		assertThat(run("", "--help")).isZero();
	}

	/** Prints no value of a body, because the output of a build may be public. */
	@Test
	void outputHasNoValues() {
		assertThat(run(golden().replace("user-456", "secret\\u0000").replace("BOOKING_CREATED", "secret")))
			.isEqualTo(1);
		assertThat(this.out.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
	}

	@Test
	void commandRunsAsAProcessThatEndsWithItsExitCode() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), CheckEvent.class.getName(), file("empty.json", ""))
			.start();
		assertThat(process.inputReader().readAllLines()).singleElement()
			.asString()
			.endsWith("empty.json: $ must not be empty (EMPTY)");
		assertThat(process.waitFor()).isEqualTo(1);
	}

	private int run(String in, String... args) {
		return CheckEvent.run(List.of(args), new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
				new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8));
	}

	private String file(String name, String content) throws IOException {
		return Files.writeString(this.directory.resolve(name), content).toString();
	}

	private static String golden() {
		try (var stream = BookingEvent.class.getResourceAsStream("booking-created.json")) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
