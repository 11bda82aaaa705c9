package io.bookings.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HealthIntegrationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private static final String INSPECT_OFTEN = "--booking.consumer.inspection-interval=1s";

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void aQueueThatIsMissingIsWaitedForAndConsumedOnceItIsThere() {
		String name = this.service.queueUrl().replaceFirst(".*/", "") + "-late";
		SandboxService late = withQueue(this.service.queueUrl() + "-late");
		try (RunningConsumer consumer = RunningConsumer.start(late, INSPECT_OFTEN)) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "DOWN")
					.extracting("issues")
					.asString()
					.contains("There is no queue at " + late.queueUrl()
							+ ": check the URL's account, region and name, or create the queue"));
			assertThat(consumer.liveness()).isEqualTo(200);
			assertThat(consumer.readiness()).isEqualTo(503);
			late.sqs().createQueue((request) -> request.queueName(name));
			late.send(RunningConsumer.sample());
			await().atMost(PATIENCE).until(() -> RunningConsumer.rows(late, "booking_request") == 1);
			await().atMost(PATIENCE).until(() -> consumer.readiness() == 200);
			assertThat(consumer.health("queue")).containsEntry("status", "UP");
		}
	}

	@Test
	void aQueueWithoutADeadLetterQueueAndWithAShortVisibilityTimeoutIsReadyAndSaysSo() {
		String queueUrl = this.service.sqs()
			.createQueue((request) -> request.queueName(this.service.queueUrl().replaceFirst(".*/", "") + "-bare")
				.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "10")))
			.queueUrl();
		try (RunningConsumer consumer = RunningConsumer.start(withQueue(queueUrl), INSPECT_OFTEN)) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "UP")
					.containsEntry("issues", List.of(
							"The queue's visibility timeout of 10 s is too short for a batch, which may take 20 s: "
									+ "set it to at least 25 s, or lower booking.consumer.batch-timeout",
							"The queue has no dead-letter queue: give it a redrive policy, "
									+ "or set booking.consumer.dead-letter-queue-url")));
			assertThat(consumer.readiness()).isEqualTo(200);
		}
	}

	@Test
	void credentialsThatAreMissingAreNamedByTheirVariablesWhileTheServiceWaitsForThem() {
		Map<String, String> environment = new LinkedHashMap<>(this.service.environment());
		environment.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
		try (ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment)) {
			await().atMost(PATIENCE)
				.until(() -> process.output()
					.contains("No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
							+ "or give the service a role"));
			assertThat(process.isAlive()).isTrue();
		}
	}

	@Test
	void pollsThatNeverEndTakeLivenessDown() throws IOException {
		ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		String queueUrl = "http://127.0.0.1:%d/000000000000/queue".formatted(silent.getLocalPort());
		try (RunningConsumer consumer = RunningConsumer.start(withQueue(queueUrl),
				"--booking.consumer.stall-after=2s")) {
			try (silent) { // before the application, so that its stop waits for no poll
				await().atMost(PATIENCE).until(() -> consumer.liveness() == 503);
				assertThat(consumer.health("poll")).containsEntry("status", "DOWN");
				assertThat(consumer.readiness()).isEqualTo(503);
			}
		}
	}

	@Test
	void anOutageOfTheDatabaseIsShownAsAPauseAndIsOverByItself() {
		try (Sandbox own = Sandbox.start();
				RunningConsumer consumer = RunningConsumer.start(own.provider(), INSPECT_OFTEN)) {
			await().atMost(PATIENCE).until(() -> consumer.readiness() == 200);
			own.stopDatabase();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue").get("polling")).asString()
					.startsWith("paused since ")
					.contains("because the database cannot be used"));
			own.provider().send(RunningConsumer.sample());
			assertThat(consumer.readiness()).isEqualTo(503);
			assertThat(consumer.liveness()).isEqualTo(200);
			own.startDatabase();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("polling", "running"));
			await().atMost(PATIENCE).until(() -> consumer.readiness() == 200);
			await().atMost(PATIENCE).until(() -> RunningConsumer.rows(own.provider(), "booking_request") == 1);
		}
	}

	private SandboxService withQueue(String queueUrl) {
		return new SandboxService(this.service.kind(), queueUrl, this.service.deadLetterQueueUrl(),
				this.service.jdbcUrl(), this.service.username(), this.service.password(), this.service.sqs());
	}

}
