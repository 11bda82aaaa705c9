package io.bookings.consumer.notification;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LanguagesUnitTests {

	@TempDir
	private Path directory;

	@Test
	void theFirstFileOnTheClassPathIsUsedAsResourceBundlesDo() throws IOException {
		URL own = files("own", "own.key=");
		URL other = files("other", "other.key=");
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { own, other }, null)) {
			assertThat(new Languages("texts/messages", classLoader).resolve(Locale.GERMANY)).isEqualTo(Locale.GERMANY);
		}
	}

	private URL files(String name, String line) throws IOException {
		Path texts = Files.createDirectories(this.directory.resolve(name).resolve("texts"));
		Files.writeString(texts.resolve("messages.properties"), line);
		Files.writeString(texts.resolve("messages_de.properties"), line);
		return this.directory.resolve(name).toUri().toURL();
	}

}
