package io.bookings.consumer.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DurationsWithUnitUnitTests {

	private static final String SETTING = "booking.notification.contact-retry";

	@ParameterizedTest
	@MethodSource("durations")
	void eachDurationOfOursNeedsAUnit(String name) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(name, "60"))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage(name + " is 60, which has no unit: set it to a duration such as 60s, 5m, 1h or 30d");
		assertThat(bind(name, "60s")).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "+5", "${retry}" })
	void whateverFormTheNumberHas(String value) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(SETTING, value))
			.havingRootCause()
			.withMessageStartingWith(SETTING + " is ")
			.withMessageContaining("which has no unit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "60000ms", "60s", "1m", "PT1M", "pt60s" })
	void allFormsWithAUnitAreTaken(String value) {
		assertThat(bind(SETTING, value)).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void durationsOfOthersStayAsTheyDocumentThem() {
		assertThat(bind("spring.cloud.aws.sqs.listener.poll-timeout", "500")).isEqualTo(Duration.ofMillis(500));
	}

	static List<String> durations() throws IOException {
		List<String> names = new ArrayList<>();
		for (JsonNode property : JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
			.get("properties")) {
			if (property.path("type").asString("").equals(Duration.class.getName())) {
				names.add(property.get("name").asString());
			}
		}
		assertThat(names).hasSizeGreaterThan(8).allMatch((name) -> name.startsWith("booking."));
		return names;
	}

	private static Duration bind(String name, String value) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value, "retry", "60")));
		return Binder.get(environment)
			.bind(name, Bindable.of(Duration.class), new DurationsWithUnit(environment).apply(BindHandler.DEFAULT))
			.get();
	}

}
