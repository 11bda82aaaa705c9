package io.bookings.consumer.message;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class BodyPropertiesUnitTests {

	@Test
	void byDefaultTheBodyIsTheEventAndOthersAreDeadLetters() {
		assertThat(bind(Map.of())).isEqualTo(new BodyProperties(Envelope.NONE, OtherEvents.DEAD_LETTER));
	}

	@ParameterizedTest
	@CsvSource({ "none, NONE", "sns, SNS", "SNS, SNS", "eventbridge, EVENTBRIDGE", "event-bridge, EVENTBRIDGE",
			"cloudevents, CLOUDEVENTS", "auto, AUTO" })
	void eachEnvelopeIsTakenFromItsName(String value, Envelope envelope) {
		assertThat(bind(Map.of("booking.consumer.envelope", value)).envelope()).isEqualTo(envelope);
	}

	@Test
	void otherEventsMayBeIgnored() {
		assertThat(bind(Map.of("booking.consumer.other-events", "ignore")).otherEvents()).isEqualTo(OtherEvents.IGNORE);
	}

	@Test
	void anEmptyValueIsTheDefault() {
		assertThat(bind(Map.of("booking.consumer.envelope", "", "booking.consumer.other-events", " ")))
			.isEqualTo(new BodyProperties(Envelope.NONE, OtherEvents.DEAD_LETTER));
	}

	private static BodyProperties bind(Map<String, String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("booking.consumer",
				BodyProperties.class);
	}

}
