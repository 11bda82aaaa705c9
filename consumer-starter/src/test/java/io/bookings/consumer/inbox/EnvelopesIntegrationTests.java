package io.bookings.consumer.inbox;

import java.util.List;
import java.util.Map;

import io.bookings.consumer.message.Envelopes;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies around events, and other events, on their whole way through a service that takes
 * all of them.
 */
@ExtendWith(OutputCaptureExtension.class)
class EnvelopesIntegrationTests {

	private static SandboxService service;

	private static ConsumerFixture fixture;

	@BeforeAll
	static void start() {
		service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		fixture = ConsumerFixture.startWithoutPolling(service, "booking.consumer.envelope=auto",
				"booking.consumer.other-events=ignore");
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	@BeforeEach
	void forget() {
		fixture.forget();
	}

	@Test
	void anEnvelopedRepeatOfABareMessageIsADuplicate() {
		String event = ConsumerFixture.body("b-1");
		double before = count("duplicate");
		fixture.consumer.consume(fixture.batch(event));
		fixture.consumer.consume(fixture.batch(Envelopes.sns(event), Envelopes.eventBridge(event),
				Envelopes.cloudEvent(event), Envelopes.cloudEventInBase64(event)));
		assertThat(fixture.stored()).containsExactly("b-1");
		assertThat(count("duplicate") - before).isEqualTo(4);
		assertThat(fixture.deadLetters()).isEmpty();
		fixture.assertQueueEmpty();
	}

	@Test
	void aBareRepeatOfAnEnvelopedMessageIsADuplicateAndOtherContentAConflict() {
		fixture.consumer.consume(fixture.batch(Envelopes.sns(ConsumerFixture.body("b-1"))));
		fixture.consumer.consume(fixture.batch(ConsumerFixture.body("b-1")));
		String conflict = Envelopes.sns(ConsumerFixture.body("b-1", "another-user"));
		fixture.consumer.consume(fixture.batch(conflict));
		assertThat(fixture.stored()).containsExactly("b-1");
		assertThat(fixture.deadLetters()).isEqualTo(Map.of(conflict, "conflict"));
		fixture.assertQueueEmpty();
	}

	@Test
	void theDeadLetterOfAnEnvelopedMessageKeepsItsEnvelope() {
		String body = Envelopes.sns("{}");
		fixture.consumer.consume(fixture.batch(body));
		assertThat(service.deadLetters()).singleElement().satisfies((letter) -> {
			assertThat(letter.body()).isEqualTo(body);
			assertThat(ConsumerFixture.attribute(letter, "FailureDetail")).startsWith("In an SNS notification: ");
		});
		fixture.assertQueueEmpty();
	}

	@Test
	void anEventOfAnotherTypeIsDeletedCountedAndLogged(CapturedOutput output) {
		double before = count("ignored");
		String other = ConsumerFixture.body("b-1").replace("BOOKING_CREATED", "BOOKING_CANCELLED");
		fixture.consumer.consume(fixture.batch(other, Envelopes.sns(other), ConsumerFixture.body("b-2")));
		assertThat(fixture.stored()).containsExactly("b-2");
		assertThat(fixture.deadLetters()).isEmpty();
		assertThat(count("ignored") - before).isEqualTo(2);
		assertThat(output.toString().lines().filter((line) -> line.contains("ignored booking unknown"))).hasSize(2)
			.allMatch(
					(line) -> line.contains(" INFO ") && line.endsWith("An event of another type: BOOKING_CANCELLED"));
		fixture.assertQueueEmpty();
	}

	@Test
	void whatIsNoEventIsADeadLetterAllTheSame() {
		List<String> bodies = List.of("{}", "not a booking", "{\"eventType\":\"cancelled\"}");
		fixture.consumer.consume(fixture.batch(bodies.toArray(String[]::new)));
		assertThat(fixture.deadLetters()).containsOnlyKeys(bodies).containsValue("rejected");
		fixture.assertQueueEmpty();
	}

	private static double count(String outcome) {
		return fixture.context.getBean(MeterRegistry.class).counter("booking.messages", "outcome", outcome).count();
	}

}
