package io.bookings.sandbox;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NextStepsIntegrationTests {

	private static final Path LOGS = Path.of("target", "logs");

	private final NextSteps steps = new NextSteps(Sandbox.shared(), new RunPorts(ports(), 9324, 8090),
			new Credentials("sandbox", "secret"), LOGS);

	@Test
	void theSummaryHasThreeCommandsAndNamesTheFileWithTheOthers() {
		List<String> lines = this.steps.summary(LOGS.resolve("next-steps.txt")).lines().toList();
		assertThat(lines.subList(0, 4)).containsExactly("Operations page, user name sandbox, password secret:",
				"  http://localhost:1000/  and  http://localhost:1001/", "", "Next steps:");
		assertThat(lines.subList(4, 7)).satisfiesExactly(
				(line) -> assertThat(line)
					.startsWith("  Publish an event: curl " + Sandbox.shared().provider().queueUrl())
					.contains("\"bookingId\":\"booking-1\""),
				(line) -> assertThat(line).isEqualTo(
						"  Look at the booking: curl -u sandbox:secret 'http://localhost:1000/booking-requests/booking-1'"),
				(line) -> assertThat(line)
					.startsWith("  Read the mail: curl -u provider-789@example.org:any 'imap://"));
		assertThat(lines).hasSize(10)
			.anyMatch((line) -> line.endsWith("logs: " + LOGS.resolve("next-steps.txt")))
			.endsWith("Ctrl-C stops everything.");
	}

	@Test
	void theFullListCoversEveryService() {
		String all = this.steps.all();
		for (SandboxService service : Sandbox.shared().services()) {
			ServiceKind kind = service.kind();
			assertThat(all).contains("send-message --endpoint-url")
				.contains("--queue-url " + service.queueUrl() + " --message-body", service.deadLetterQueueUrl(),
						service.jdbcUrl(), kind.sampleRequests().recipientId() + "@example.org:any")
				.contains("'http://localhost:%d%s' -X PUT".formatted(1000 + kind.ordinal(),
						kind.sampleRequests().contactPath()))
				.contains("http://localhost:%d/actuator/health".formatted(1000 + kind.ordinal()))
				.contains(LOGS.resolve(kind.serviceName() + ".log").toString());
		}
		assertThat(all).startsWith("Operations page")
			.contains("curl --data-binary @- http://localhost:8090/check-event <<< '{\"bookingId\":")
			.contains("user name sandbox, password secret")
			.contains("/bookings/test-124/history");
	}

	private static Map<ServiceKind, Integer> ports() {
		Map<ServiceKind, Integer> ports = new EnumMap<>(ServiceKind.class);
		for (ServiceKind kind : ServiceKind.values()) {
			ports.put(kind, 1000 + kind.ordinal());
		}
		return ports;
	}

}
