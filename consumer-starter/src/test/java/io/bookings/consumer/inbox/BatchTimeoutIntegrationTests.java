package io.bookings.consumer.inbox;

import java.time.Instant;
import java.util.List;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that answers, but not in the time that a batch has.
 */
@Tag("database")
public class BatchTimeoutIntegrationTests {

	@Test
	@Timeout(60)
	void aBatchThatUsesUpItsTimeIsCutShortAndCountsAsAnOutage() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(service,
				"booking.consumer.batch-timeout=1s")) {
			assertThatABatchIsCutShort(fixture);
		}
	}

	/**
	 * @param fixture with a batch time-out of a second
	 */
	public static void assertThatABatchIsCutShort(ConsumerFixture fixture) {
		JdbcClient jdbc = fixture.context.getBean(JdbcClient.class);
		// Less than the statement time-out, which would end it too.
		fixture.handler.step = (event) -> jdbc.sql("select 1 from pg_sleep(9)").query(Integer.class).single();
		List<Message> batch = fixture.batch(body("b-1"), body("b-2"));
		Instant begin = Instant.now();
		fixture.consumer.consume(batch);
		assertThat(Instant.now()).isBefore(begin.plusSeconds(9));
		PollingPause pause = fixture.context.getBean(PollingPause.class);
		assertThat(pause.isOn() || pause.lastEnd().isAfter(begin)).isTrue();
		assertThat(fixture.stored()).isEmpty();
		assertThat(fixture.service.messages().inFlight()).isEqualTo(2);
		assertThat(fixture.deadLetters()).isEmpty();
	}

}
