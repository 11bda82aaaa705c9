package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that {@code docker-compose.yml} and related files are consistent.
 */
class ComposeUnitTests {

	private static final Path ROOT = Path.of("..");

	@Test
	void theExampleListsAllVariablesWithTheirDefaults() throws IOException {
		Map<String, String> example = new TreeMap<>();
		Files.readAllLines(ROOT.resolve(".env.example"))
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("=", 2))
			.forEach((setting) -> example.put(setting[0], setting[1]));
		Map<String, String> compose = new TreeMap<>();
		Pattern.compile("\\$\\{(\\w+):-([^}]*)}").matcher(compose()).results().forEach((variable) -> {
			String earlier = compose.put(variable.group(1), variable.group(2));
			assertThat(earlier).as(variable.group(1)).isIn(null, variable.group(2));
		});
		assertThat(compose).isNotEmpty().isEqualTo(example);
	}

	@Test
	void everyPortIsBoundToThisMachineAlone() throws IOException {
		assertThat(compose().lines().filter((line) -> line.contains("ports:"))).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).contains("[\"127.0.0.1:"));
	}

	/** Maven reads the poms of all modules, even if it builds only some of them. */
	@Test
	void everyModuleIsAvailableInTheImageBuild() throws IOException {
		List<String> modules = Pattern.compile("<module>(.+)</module>")
			.matcher(Files.readString(ROOT.resolve("pom.xml")))
			.results()
			.map((module) -> module.group(1))
			.toList();
		assertThat(modules).contains("provider-consumer", "user-consumer");
		assertThat(Files.readAllLines(ROOT.resolve(".dockerignore")))
			.doesNotContainAnyElementsOf(modules.stream().map((module) -> module + "/").toList())
			.doesNotContainAnyElementsOf(modules);
	}

	private static String compose() throws IOException {
		return Files.readString(ROOT.resolve("docker-compose.yml"));
	}

}
