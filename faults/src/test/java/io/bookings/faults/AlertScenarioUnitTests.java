package io.bookings.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code faults/alerts} runs the scenarios, which takes 45 minutes.
 */
class AlertScenarioUnitTests {

	private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

	@Test
	void eachAlertHasOneScenario() throws IOException {
		String rules = Files.readString(Path.of("../observability/alerts.yml"));
		assertThat(AlertScenario.all().stream().flatMap((scenario) -> scenario.alerts().stream()))
			.containsExactlyInAnyOrderElementsOf(
					ALERT.matcher(rules).results().map((MatchResult result) -> result.group(1)).toList());
	}

}
