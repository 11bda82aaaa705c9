package io.bookings.consumer.notification;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NotificationPropertiesUnitTests {

	@ParameterizedTest
	@CsvSource({ "contact-retry, 60ms, 1s to 1d", "contact-retry, 25h, 1s to 1d", "retention, 30ms, 1h to 3650d",
			"retention, 3651d, 1h to 3650d", "back-off.initial, 5ms, 100ms to 1h", "back-off.initial, 2h, 100ms to 1h",
			"back-off.max, 4s, 5s to 1d", "back-off.max, 2d, 5s to 1d", "max-attempts, 0, 1 to 100",
			"max-attempts, 101, 1 to 100", "max-per-second, 0, 1 to 1000", "max-per-second, 1001, 1 to 1000",
			"probe-back-off.initial, 5ms, 100ms to 1h", "probe-back-off.max, 4s, 5s to 1h",
			"probe-back-off.max, 2h, 5s to 1h" })
	void aValueOutOfRangeIsRefusedWithTheSettingAndItsRange(String name, String value, String range) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(name, value))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage(
					"booking.notification." + name + " is " + value.replace("25h", "1d1h") + ": set it to " + range);
	}

	@ParameterizedTest
	@CsvSource({ "contact-retry, 1s", "contact-retry, 1d", "retention, 1h", "retention, 3650d",
			"back-off.initial, 100ms", "back-off.max, 5s", "back-off.max, 1d", "max-attempts, 1", "max-per-second, 1",
			"max-per-second, 1000", "probe-back-off.initial, 100ms", "probe-back-off.max, 1h" })
	void theBoundsThemselvesAreTaken(String name, String value) {
		assertThat(bind(name, value)).isNotNull();
	}

	private static NotificationProperties bind(String name, String value) {
		return new Binder(new MapConfigurationPropertySource(Map.of("booking.notification." + name, value)))
			.bindOrCreate("booking.notification", NotificationProperties.class);
	}

}
