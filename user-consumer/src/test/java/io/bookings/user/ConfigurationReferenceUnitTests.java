package io.bookings.user;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares docs/configuration.md with the configuration metadata of the starter and of
 * this service, which has settings of its own.
 */
class ConfigurationReferenceUnitTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`booking\\.[^|]*) \\| ([^|]*) \\|");

	private static final Pattern NAME = Pattern.compile("`([\\w.-]+)`");

	/** Documented as a variable for each service, under "Required variables". */
	private static final String QUEUE_URL = "booking.consumer.queue-url";

	@Test
	void eachSettingIsDocumentedWithItsDefault() throws IOException {
		Map<String, String> defaults = defaults();
		Map<String, String> documented = documented();
		assertThat(defaults.remove(QUEUE_URL)).isNotNull();
		assertThat(documented.keySet()).isEqualTo(defaults.keySet());
		defaults.forEach((name, value) -> {
			if (!value.isEmpty()) {
				assertThat(documented.get(name)).as(name).isEqualTo('`' + value + '`');
			}
			else {
				assertThat(documented.get(name)).as(name).doesNotStartWith("`");
			}
		});
	}

	/**
	 * The default of each setting, empty where there is none.
	 */
	private static Map<String, String> defaults() throws IOException {
		Map<String, String> defaults = new TreeMap<>();
		for (URL url : Collections
			.list(ConfigurationReferenceUnitTests.class.getClassLoader().getResources(METADATA))) {
			try (InputStream stream = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(stream).path("properties")) {
					String name = property.path("name").asString();
					if (name.startsWith("booking.") && property.path("deprecation").isMissingNode()) {
						defaults.put(name, property.path("defaultValue").asString(""));
					}
				}
			}
		}
		return defaults;
	}

	/**
	 * The default of each setting as the tables have it. A cell can name several settings
	 * of one group: {@code `booking.a.b`, `.c`} stands for {@code booking.a.b} and
	 * {@code booking.a.c}.
	 */
	private static Map<String, String> documented() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "configuration.md")));
		while (row.find()) {
			String[] values = row.group(2).split(", ");
			String group = "";
			int index = 0;
			for (Matcher name = NAME.matcher(row.group(1)); name.find(); index++) {
				String text = name.group(1);
				if (text.startsWith(".")) {
					text = group + text;
				}
				else {
					group = text.substring(0, text.lastIndexOf('.'));
				}
				documented.put(text, Objects.toString(values[Math.min(index, values.length - 1)]).strip());
			}
		}
		return documented;
	}

}
