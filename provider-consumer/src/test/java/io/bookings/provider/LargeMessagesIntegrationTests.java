package io.bookings.provider;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A backlog of messages as large as SQS allows, with the heap of the container of
 * docker-compose.yml.
 */
class LargeMessagesIntegrationTests {

	private static final int EVENTS = 50;

	/** Leaves room for the event in the 1 MiB that a message may have. */
	private static final int NOTE = 1_040_000;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void aBacklogOfTheLargestMessagesFitsIntoTheHeap() {
		sendEvents();
		Map<String, String> environment = new HashMap<>(this.service.environment());
		environment.put("JAVA_TOOL_OPTIONS", "-Xmx192m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
		try (ServiceProcess consumer = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment)) {
			await().atMost(Duration.ofMinutes(5)).until(() -> !consumer.isAlive() || this.service.messages().isEmpty());
			assertThat(consumer.isAlive()).as(consumer::output).isTrue();
		}
		assertThat(RunningConsumer.rows(this.service, "booking_request")).isEqualTo(EVENTS);
		assertThat(this.service.deadLetterMessages().isEmpty()).isTrue();
	}

	/**
	 * A character outside of ISO 8859-1 doubles what the text takes in the heap.
	 */
	private void sendEvents() {
		String note = ",\"note\":\"€" + "n".repeat(NOTE) + "\"}";
		for (int i = 0; i < EVENTS; i++) {
			String event = RunningConsumer.sample().strip().replace("test-123", "booking-" + i);
			String body = event.substring(0, event.length() - 1) + note;
			this.service.sqs().sendMessage((request) -> request.queueUrl(this.service.queueUrl()).messageBody(body));
		}
	}

}
