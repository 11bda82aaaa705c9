package io.bookings.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.fail;

/**
 * A file of the repository whose content is generated from other files. A test compares
 * the two. If they differ, it writes the generated content to the directory
 * {@code target} and fails with the command that copies it.
 */
final class GeneratedFile {

	static final Path RESOURCES = Path.of("src", "main", "resources", "io", "bookings", "events");

	private GeneratedFile() {
	}

	/**
	 * Asserts that a file has the generated content.
	 * @param file the file, relative to the module
	 */
	static void assertCurrent(Path file, String generated) {
		String committed = read(file);
		if (!committed.equals(generated)) {
			Path copy = Path.of("target", "generated").resolve(file.getFileName());
			write(copy, generated);
			fail("%s is not current; line %d differs. If the change is intended, copy the generated file: "
					+ "cd common-events && cp %s %s", file,
					firstDifference(committed.lines().toList(), generated.lines().toList()), copy, file);
		}
	}

	private static int firstDifference(List<String> committed, List<String> generated) {
		int line = 0;
		while (line < Math.min(committed.size(), generated.size()) && committed.get(line).equals(generated.get(line))) {
			line++;
		}
		return line + 1;
	}

	static String read(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String content) {
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
