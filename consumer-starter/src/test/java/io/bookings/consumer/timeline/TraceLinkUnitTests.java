package io.bookings.consumer.timeline;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TraceLinkUnitTests {

	@Test
	void theLinkHasTheIdOfTheTrace() {
		assertThat(new TraceLink(" https://t.example.org/trace/{traceId}?x=1 ").expand("0af7"))
			.isEqualTo("https://t.example.org/trace/0af7?x=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://t.example.org/trace", "javascript:alert({traceId})",
			"https://{traceId}.example.org/", "/trace/{traceId}" })
	void aTemplateThatCannotWorkIsRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TraceProperties(template))
			.withMessageStartingWith("booking.trace-link ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "0AF7651916CD43DD8448EB211C80319C", "0af7651916cd43dd8448eb211c80319c/../.." })
	void anIdThatIsNoneHasNoLink(String id) {
		TimelineEntry entry = new TimelineEntry(Instant.EPOCH, null, "stored", null, null, null, id,
				"javascript:alert(1)")
			.in("service", new TraceLink("https://t.example.org/{traceId}"));
		assertThat(entry.traceId()).isNull();
		assertThat(entry.traceLink()).isNull();
	}

}
