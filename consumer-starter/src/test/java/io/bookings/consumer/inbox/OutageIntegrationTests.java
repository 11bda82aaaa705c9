package io.bookings.consumer.inbox;

import java.util.Map;
import java.util.stream.Collectors;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The database goes away and comes back. The tests wait most of the time, each on a
 * database of its own.
 */
@Tag("database")
@Execution(ExecutionMode.CONCURRENT)
class OutageIntegrationTests {

	@Test
	void anOutageOfTheDatabaseLosesNothingAndDeadLettersNothing() {
		try (Sandbox sandbox = Sandbox.start(); ConsumerFixture fixture = ConsumerFixture.start(sandbox.provider())) {
			SandboxService service = sandbox.provider();
			PollingPause pause = fixture.context.getBean(PollingPause.class);
			service.send(body("before"));
			await().atMost(ConsumerFixture.patience()).untilAsserted(fixture::assertQueueEmpty);

			sandbox.stopDatabase();
			for (int i = 0; i < 50; i++) {
				service.send(body("during-" + i));
			}
			service.send("not a booking");
			await().atMost(ConsumerFixture.patience()).until(pause::isOn);
			assertThat(service.messages().total()).isGreaterThanOrEqualTo(50);

			sandbox.startDatabase();
			await().atMost(ConsumerFixture.patience()).until(() -> !pause.isOn());
			await().atMost(ConsumerFixture.patience().multipliedBy(2)).untilAsserted(() -> {
				assertThat(fixture.stored()).hasSize(51);
				fixture.assertQueueEmpty();
			});
			assertThat(fixture.deadLetters()).isEqualTo(Map.of("not a booking", "rejected"));
		}
	}

	@Test
	void anOutageCostsAMessageOneReceiveAtMost() {
		try (Sandbox sandbox = Sandbox.start();
				ConsumerFixture first = ConsumerFixture.start(sandbox.provider());
				ConsumerFixture second = ConsumerFixture.start(sandbox.provider())) {
			SandboxService service = sandbox.provider();
			sandbox.stopDatabase();
			for (int i = 0; i < 20; i++) {
				service.send(body("b-" + i));
			}
			await().atMost(ConsumerFixture.patience())
				.until(() -> first.context.getBean(PollingPause.class).isOn()
						&& second.context.getBean(PollingPause.class).isOn());
			// Longer than every poll and every return delay: whatever polls would have
			// received again.
			await().atMost(ConsumerFixture.patience().multipliedBy(2)).until(() -> service.messages().visible() == 20);
			Map<String, String> receives = first.receive(20)
				.stream()
				.collect(Collectors.toMap(Message::messageId,
						(message) -> message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
			// The outage's receive and this test's own.
			assertThat(receives.values()).isSubsetOf("1", "2");
			sandbox.startDatabase();
		}
	}

	@Test
	void aDatabaseThatTakesNoWritesIsAnOutageToo() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (ConsumerFixture fixture = ConsumerFixture.start(service)) {
			PollingPause pause = fixture.context.getBean(PollingPause.class);
			JdbcClient jdbc = JdbcClient.create(service.dataSource());
			jdbc.sql("alter table processed_booking rename to elsewhere").update();
			service.send(body("b-1"));
			await().atMost(ConsumerFixture.patience()).until(pause::isOn);
			jdbc.sql("alter table elsewhere rename to processed_booking").update();
			await().atMost(ConsumerFixture.patience()).until(() -> !pause.isOn());
			await().atMost(ConsumerFixture.patience()).untilAsserted(() -> {
				assertThat(fixture.stored()).containsExactly("b-1");
				fixture.assertQueueEmpty();
			});
			assertThat(fixture.deadLetters()).isEmpty();
		}
	}

}
