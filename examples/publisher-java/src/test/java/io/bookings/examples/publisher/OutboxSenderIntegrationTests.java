package io.bookings.examples.publisher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.bookings.events.BookingConfirmed;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the sender with responses of SQS that the sandbox never gives.
 */
class OutboxSenderIntegrationTests {

	private static final Instant INSTANT = Instant.parse("2025-02-19T09:58:00Z");

	private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static JdbcClient jdbc;

	private final Outbox outbox = new Outbox(jdbc);

	private final FakeSqs sqs = new FakeSqs();

	private final OutboxSender sender = new OutboxSender(this.outbox, this.sqs,
			new PublisherProperties(Map.of("BOOKING_CONFIRMED", "http://localhost/queue"), 0, ""));

	@BeforeAll
	static void createTables() {
		DataSource database = Sandbox.shared().isolated(ServiceKind.USER).dataSource();
		new ResourceDatabasePopulator(new ClassPathResource("schema.sql")).execute(database);
		jdbc = JdbcClient.create(database);
	}

	@BeforeEach
	void addTwelveEvents() {
		jdbc.sql("delete from outbox").update();
		IntStream.rangeClosed(1, 12)
			.forEach((i) -> this.outbox.add(new BookingConfirmed("booking-" + i, "provider", INSTANT, INSTANT), TRACE));
	}

	@Test
	void eventsAreSentInBatchesOfTenWithTheirTrace() {
		this.sender.sendWaiting();
		assertThat(this.sqs.requests).extracting((request) -> request.entries().size()).containsExactly(10, 2);
		assertThat(this.sqs.entries()).allSatisfy(
				(entry) -> assertThat(entry.messageAttributes().get("traceparent").stringValue()).isEqualTo(TRACE));
		assertThat(this.outbox.size()).isZero();
	}

	@Test
	void failedMessagesOfABatchAreSentAgainWithTheSameBody() {
		this.sqs.response = (request) -> response(request, Set.of(0, 7), "RequestThrottled");
		this.sender.sendWaiting();
		assertThat(this.outbox.size()).isEqualTo(4);
		List<String> failed = List.of(this.sqs.body(0), this.sqs.body(7));
		this.sqs.requests.clear();
		this.sqs.response = (request) -> response(request, Set.of(), "");
		this.sender.sendWaiting();
		// Events without a failure come first.
		assertThat(this.sqs.entries()).extracting(SendMessageBatchRequestEntry::messageBody)
			.hasSize(4)
			.endsWith(failed.toArray(String[]::new));
		assertThat(this.outbox.size()).isZero();
	}

	@Test
	void messageThatSqsRefusesForEverIsKeptAndDoesNotDelayOthers() {
		this.sqs.response = (request) -> response(request, Set.of(3), "InvalidMessageContents");
		this.sender.sendWaiting();
		this.sqs.response = (request) -> response(request, Set.of(), "");
		this.sender.sendWaiting();
		assertThat(this.outbox.size()).isZero();
		assertThat(jdbc.sql("select booking_id || ' ' || failure from outbox").query(String.class).list())
			.containsExactly("booking-4 InvalidMessageContents");
	}

	@Test
	void nothingIsRemovedWhenTheRequestFails() {
		this.sqs.response = (request) -> {
			throw SdkClientException.create("no connection");
		};
		this.sender.sendWaiting();
		assertThat(this.sqs.requests).hasSize(1);
		assertThat(this.outbox.size()).isEqualTo(12);
	}

	private static SendMessageBatchResponse response(SendMessageBatchRequest request, Set<Integer> failed,
			String code) {
		SendMessageBatchResponse.Builder response = SendMessageBatchResponse.builder();
		List<SendMessageBatchRequestEntry> entries = request.entries();
		return response
			.failed(failed.stream()
				.map(entries::get)
				.map((entry) -> BatchResultErrorEntry.builder().id(entry.id()).code(code).senderFault(true).build())
				.toList())
			.successful(IntStream.range(0, entries.size())
				.filter((index) -> !failed.contains(index))
				.mapToObj((index) -> SendMessageBatchResultEntry.builder().id(entries.get(index).id()).build())
				.toList())
			.build();
	}

	private static final class FakeSqs implements SqsClient {

		private final List<SendMessageBatchRequest> requests = new ArrayList<>();

		private Function<SendMessageBatchRequest, SendMessageBatchResponse> response = (
				request) -> OutboxSenderIntegrationTests.response(request, Set.of(), "");

		@Override
		public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
			this.requests.add(request);
			return this.response.apply(request);
		}

		private List<SendMessageBatchRequestEntry> entries() {
			return this.requests.stream().flatMap((request) -> request.entries().stream()).toList();
		}

		private String body(int index) {
			return entries().get(index).messageBody();
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
