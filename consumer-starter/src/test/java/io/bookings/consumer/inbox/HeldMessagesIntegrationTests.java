package io.bookings.consumer.inbox;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the database refuses although it takes writes, on a queue that delivers each
 * message once.
 */
@Tag("database")
class HeldMessagesIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	private final String queueUrl = createQueue(1);

	@Test
	void aMessageOnItsLastReceiveIsTriedAgainInPlace() {
		try (ConsumerFixture fixture = ConsumerFixture.start(this.service,
				"booking.consumer.queue-url=" + this.queueUrl)) {
			refuse("42P05", "new.booking_id = 'b-3'");
			IntStream.range(0, 10).forEach((i) -> send(body("b-" + i)));
			HeldMessages held = fixture.context.getBean(HeldMessages.class);
			await().atMost(ConsumerFixture.patience()).until(() -> fixture.stored().size() == 9 && held.size() == 1);
			assertThat(fixture.context.getBean(PollingPause.class).isOn()).isFalse();
			accept();
			await().atMost(ConsumerFixture.patience()).until(() -> fixture.stored().contains("b-3"));
			await().atMost(ConsumerFixture.patience()).until(() -> held.size() == 0 && messages() == 0);
			assertThat(fixture.deadLetters()).isEmpty();
		}
	}

	@Test
	void aFailureThatSeveralBookingsSharePausesPollingUntilOneSucceeds() {
		try (ConsumerFixture fixture = ConsumerFixture.start(this.service,
				"booking.consumer.queue-url=" + this.queueUrl)) {
			refuse("23502", "true");
			PollingPause pause = fixture.context.getBean(PollingPause.class);
			IntStream.range(0, 30).forEach((i) -> send(body("b-" + i)));
			await().atMost(ConsumerFixture.patience()).until(pause::isForSharedFailure);
			assertThat(pause.current()).extracting(PollingPause.Pause::reason)
				.asString()
				.isEqualTo(
						"several bookings fail in the same way: " + "DataIntegrityViolationException, SQLSTATE 23502");
			accept();
			await().atMost(ConsumerFixture.patience()).until(() -> !pause.isOn());
			// Two were dead-lettered before it showed that others fail as well.
			await().atMost(ConsumerFixture.patience()).until(() -> fixture.stored().size() == 28 && messages() == 0);
			assertThat(fixture.deadLetters().values()).containsExactly("failed", "failed");
		}
	}

	@Test
	void aMessageOnItsLastReceiveOutlivesAnOutage() {
		try (Sandbox own = Sandbox.start()) {
			String queue = createQueue(own.provider(), 1);
			try (ConsumerFixture fixture = ConsumerFixture.start(own.provider(),
					"booking.consumer.queue-url=" + queue)) {
				HeldMessages held = fixture.context.getBean(HeldMessages.class);
				// The outage begins while messages are received.
				fixture.handler.step = (event) -> own.stopDatabase();
				own.provider().sqs().sendMessage((request) -> request.queueUrl(queue).messageBody(body("b-1")));
				await().atMost(ConsumerFixture.patience()).until(() -> held.size() == 1);
				fixture.handler.step = (event) -> {
				};
				own.startDatabase();
				await().atMost(ConsumerFixture.patience()).until(() -> fixture.stored().equals(List.of("b-1")));
				assertThat(fixture.deadLetters()).isEmpty();
			}
		}
	}

	/**
	 * Has PostgreSQL answer with an error when a booking is stored.
	 */
	private void refuse(String sqlState, String condition) {
		this.jdbc.sql("""
				create function refuse() returns trigger language plpgsql as $$
				begin
					if %s then raise exception 'refused' using errcode = '%s'; end if;
					return new;
				end $$""".formatted(condition, sqlState)).update();
		this.jdbc.sql("create trigger refuse before insert on stored_booking for each row execute function refuse()")
			.update();
	}

	private void accept() {
		this.jdbc.sql("drop function refuse() cascade").update();
	}

	private void send(String body) {
		this.service.sqs().sendMessage((request) -> request.queueUrl(this.queueUrl).messageBody(body));
	}

	private int messages() {
		return this.service.sqs()
			.getQueueAttributes((request) -> request.queueUrl(this.queueUrl).attributeNames(QueueAttributeName.ALL))
			.attributes()
			.entrySet()
			.stream()
			.filter((attribute) -> attribute.getKey().toString().startsWith("ApproximateNumberOfMessages"))
			.mapToInt((attribute) -> Integer.parseInt(attribute.getValue()))
			.sum();
	}

	private String createQueue(int maxReceiveCount) {
		return createQueue(this.service, maxReceiveCount);
	}

	private static String createQueue(SandboxService service, int maxReceiveCount) {
		String deadLetterQueue = service.deadLetterQueueUrl().replaceFirst(".*/", "");
		return service.sqs()
			.createQueue((request) -> request.queueName("delivers-once-" + System.nanoTime())
				.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30", QueueAttributeName.REDRIVE_POLICY,
						"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s\",\"maxReceiveCount\":%d}"
							.formatted(deadLetterQueue, maxReceiveCount))))
			.queueUrl();
	}

}
