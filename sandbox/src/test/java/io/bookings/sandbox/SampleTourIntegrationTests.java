package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTourIntegrationTests {

	private final SandboxService user = Sandbox.shared().isolated(SandboxService.Kind.USER);

	private final SampleTour.Sample sample = new SampleTour.Sample("booking confirmed", this.user, "{}", "test-123");

	@BeforeEach
	void createTables() throws SQLException {
		execute("create table processed_booking (event_type text, booking_id text, message_id text)");
		execute("create table booking_confirmation (booking_id text, provider_id text, user_id text)");
	}

	@Test
	void aMessageOfWhichNoTraceIsFoundIsNotSettled() {
		assertThat(SampleTour.look(this.sample, "message-1")).isEmpty();
	}

	@Test
	void aProcessedMessageIsShownWithTheRowItHasLeft() throws SQLException {
		execute("insert into processed_booking values ('BOOKING_CONFIRMED', 'test-123', 'message-1')");
		execute("insert into booking_confirmation values ('test-123', 'provider-789', null)");
		assertThat(SampleTour.look(this.sample, "message-1"))
			.hasValue(new SampleTour.Sight("processed", "table booking_confirmation of user_consumer",
					"booking_confirmation: booking_id=test-123, provider_id=provider-789, user_id=null"));
	}

	@Test
	void aDuplicateIsOneOnlyWhenTheQueueIsRidOfIt() throws SQLException {
		execute("insert into processed_booking values ('BOOKING_CONFIRMED', 'test-123', 'message-1')");
		this.user.send("still there");
		assertThat(SampleTour.look(this.sample, "message-2")).isEmpty();
		this.user.purge();
		assertThat(SampleTour.look(this.sample, "message-2")).get()
			.extracting(SampleTour.Sight::outcome)
			.isEqualTo("duplicate");
	}

	@Test
	void aRejectedMessageIsFoundInTheDeadLetterQueueWithTheReason() {
		Sandbox.shared()
			.sqs()
			.sendMessage((request) -> request.queueUrl(this.user.deadLetterQueueUrl())
				.messageBody("{}")
				.messageAttributes(Map.of("OriginalMessageId", text("message-1"), "FailureReason", text("rejected"),
						"FailureDetail", text("not JSON"))));
		assertThat(SampleTour.look(this.sample, "message-1"))
			.hasValue(new SampleTour.Sight("rejected: not JSON", "dead-letter queue booking-confirmation-dlq", null));
		assertThat(SampleTour.look(this.sample, "message-2")).isEmpty();
	}

	@Test
	void theExamplesAreTheGuides() {
		assertThat(SampleTour.example("booking-created.json"))
			.startsWith("{\"bookingId\":\"test-123\",\"userId\":\"user-456\",");
		assertThat(SampleTour.example("booking-confirmed.json")).contains("BOOKING_CONFIRMED");
	}

	private static MessageAttributeValue text(String value) {
		return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.user.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
