package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

class MessageResultIntegrationTests {

	private final SandboxService user = Sandbox.shared().isolated(ServiceKind.USER);

	@BeforeEach
	void createTables() throws SQLException {
		execute("create table processed_booking (event_type text, booking_id text, message_id text)");
		execute("create table booking_confirmation (booking_id text, provider_id text, user_id text)");
		execute("create table dead_letter (source_message_id text, reason text, detail text)");
	}

	@Test
	void aMessageWithoutAResultIsNotSettled() {
		assertThat(MessageResult.find(this.user, "message-1", "test-123")).isEmpty();
	}

	@Test
	void aProcessedMessageIsShownWithItsRow() throws SQLException {
		execute("insert into processed_booking values ('BOOKING_CONFIRMED', 'test-123', 'message-1')");
		execute("insert into booking_confirmation values ('test-123', 'provider-789', null)");
		assertThat(MessageResult.find(this.user, "message-1", "test-123"))
			.hasValue(new MessageResult("processed", "table booking_confirmation", true));
		assertThat(MessageResult.storedRow(this.user, "test-123"))
			.isEqualTo("booking_confirmation: booking_id=test-123, provider_id=provider-789, user_id=null");
	}

	@Test
	void aDuplicateIsReportedOnlyAfterItHasLeftTheQueue() throws SQLException {
		execute("insert into processed_booking values ('BOOKING_CONFIRMED', 'test-123', 'message-1')");
		this.user.send("still there");
		assertThat(MessageResult.find(this.user, "message-2", "test-123")).isEmpty();
		this.user.purge();
		assertThat(MessageResult.find(this.user, "message-2", "test-123")).get()
			.extracting(MessageResult::outcome)
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
		assertThat(MessageResult.find(this.user, "message-1", "test-123"))
			.hasValue(new MessageResult("rejected: not JSON", "booking-confirmation-dlq", false));
		assertThat(MessageResult.find(this.user, "message-2", "test-123")).isEmpty();
	}

	@Test
	void aRejectedMessageIsFoundInTheTableAfterItWasCollected() throws SQLException {
		execute("insert into dead_letter values ('message-1', 'rejected', 'not JSON')");
		assertThat(MessageResult.find(this.user, "message-1", "test-123"))
			.hasValue(new MessageResult("rejected: not JSON", "table dead_letter", false));
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
