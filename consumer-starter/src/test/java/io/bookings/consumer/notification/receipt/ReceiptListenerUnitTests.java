package io.bookings.consumer.notification.receipt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.bookings.consumer.outage.TestPause;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.settings.TestProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiptListenerUnitTests {

	private static final String DELIVERY = """
			{"eventType":"Delivery","mail":{"messageId":"1"},"delivery":{"timestamp":"2026-11-26T12:00:00Z"}}""";

	private final Sqs sqs = new Sqs();

	private final TestPause pause = new TestPause();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private int stores;

	@Test
	void duringAnOutageAMessageIsReleasedWithoutAnAttempt() {
		this.pause.begin();
		receive(message(DELIVERY, 1), Optional.empty());
		assertThat(this.stores).isZero();
		assertThat(this.sqs.deleted).isZero();
		assertThat(this.sqs.delays)
			.containsExactly(Map.entry("handle", (int) this.pause.pause().releaseDelay().toSeconds()));
	}

	@Test
	void afterAFailureOfTheDatabaseAMessageIsRetried() {
		receive(message(DELIVERY, 1), null);
		assertThat(this.stores).isEqualTo(1);
		assertThat(this.sqs.deleted).isZero();
		assertThat(this.sqs.delays).containsOnlyKeys("handle");
	}

	@Test
	void aReceiptIsDeletedAndCountedOnce() {
		receive(message(DELIVERY, 1), Optional.of(new ReceiptTable.Stored("b-1", true)));
		receive(message(DELIVERY, 1), Optional.of(new ReceiptTable.Stored("b-1", false)));
		assertThat(this.sqs.deleted).isEqualTo(2);
		assertThat(counted("delivered")).isEqualTo(1);
		assertThat(counted("repeated")).isEqualTo(1);
	}

	@Test
	void withoutADeadLetterQueueAMessageStaysInItsQueue() {
		receive(message("not an event", 1), Optional.empty());
		receive(message(DELIVERY, ReceiptListener.RECEIVES), Optional.empty());
		assertThat(this.sqs.deleted).isZero();
		assertThat(this.sqs.delays).containsOnlyKeys("handle");
		assertThat(counted("unreadable") + counted("unmatched")).isZero();
	}

	private double counted(String receipt) {
		return this.registry.counter("booking.notification.receipts", "receipt", receipt).count();
	}

	/**
	 * Receives a message.
	 * @param result the result of storing, or {@code null} if the database fails
	 */
	private void receive(Message message, Optional<ReceiptTable.Stored> result) {
		ReceiptTable table = new ReceiptTable(JdbcClient.create(new SimpleDriverDataSource()),
				TransactionOperations.withoutTransaction(), null) {

			@Override
			Optional<Stored> store(Receipt.Report report) {
				ReceiptListenerUnitTests.this.stores++;
				if (result == null) {
					throw new DataAccessResourceFailureException("down");
				}
				return result;
			}

		};
		new ReceiptListener(table, new BookingQueue(this.sqs, "queue", new AckMetrics(this.registry)),
				new DeadLetterQueue(this.sqs, new QueueInspector(this.sqs, "queue", null), "service"),
				this.pause.pause(), TestProperties.defaults().backOff(), new ReceiptMetrics(this.registry), "service")
			.onMessages(List.of(message));
	}

	private static Message message(String body, int receives) {
		return Message.builder()
			.messageId("m-1")
			.receiptHandle("handle")
			.body(body)
			.attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(receives)))
			.build();
	}

	/**
	 * A queue without a redrive policy that remembers deletes and delays.
	 */
	private static final class Sqs implements SqsAsyncClient {

		private final Map<String, Integer> delays = new HashMap<>();

		private int deleted;

		@Override
		public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
			this.deleted += request.entries().size();
			return CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder().build());
		}

		@Override
		public CompletableFuture<ChangeMessageVisibilityBatchResponse> changeMessageVisibilityBatch(
				ChangeMessageVisibilityBatchRequest request) {
			request.entries().forEach((entry) -> this.delays.put(entry.receiptHandle(), entry.visibilityTimeout()));
			return CompletableFuture.completedFuture(ChangeMessageVisibilityBatchResponse.builder().build());
		}

		@Override
		public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
			return CompletableFuture.completedFuture(GetQueueAttributesResponse.builder().attributes(Map.of()).build());
		}

		@Override
		public String serviceName() {
			return "sqs";
		}

		@Override
		public void close() {
		}

	}

}
