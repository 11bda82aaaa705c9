package io.bookings.consumer.queue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.utils.async.SimplePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The SDK reads answers that are made up here.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeResponseLimiterUnitTests {

	private static final int LIMIT = 1000;

	private final LargeResponseLimiter largeResponses = new LargeResponseLimiter(LIMIT);

	private final Answers answers = new Answers();

	private final SqsAsyncClient sqs = new SqsClientWrapper(this.largeResponses, (_, _, _, _) -> {
	}).wrap(SqsAsyncClient.builder()
		.endpointOverride(URI.create("http://localhost"))
		.region(Region.US_EAST_1)
		.credentialsProvider(AnonymousCredentialsProvider.create())
		.checksumValidationEnabled(false)
		.httpClient(this.answers)
		.overrideConfiguration((configuration) -> configuration.addExecutionInterceptor(this.largeResponses))
		.build());

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void aLargeAnswerWaitsUntilTheBatchBeforeIsSettled() {
		List<Message> first = poll(large("first")).join().messages();
		CompletableFuture<ReceiveMessageResponse> second = poll(large("second"));
		CompletableFuture<ReceiveMessageResponse> third = poll(large("third"));
		assertThat(this.largeResponses.isCrowded()).isTrue();
		assertThat(second).isNotDone();
		this.largeResponses.settled(first);
		List<Message> messages = second.join().messages();
		assertThat(messages.getFirst().messageId()).isEqualTo("second");
		assertThat(third).isNotDone();
		this.largeResponses.settled(messages);
		assertThat(third.join().messages().getFirst().messageId()).isEqualTo("third");
		assertThat(this.largeResponses.isCrowded()).isFalse();
	}

	@Test
	void aSmallAnswerWaitsForNobody() {
		List<Message> first = poll(large("first")).join().messages();
		CompletableFuture<ReceiveMessageResponse> second = poll(large("second"));
		List<Message> small = poll(message("small", "x")).join().messages();
		assertThat(small.getFirst().messageId()).isEqualTo("small");
		this.largeResponses.settled(small);
		assertThat(second).isNotDone();
		this.largeResponses.settled(first);
		second.join();
	}

	@Test
	void anAnswerThatCannotBeReadHoldsNobody() {
		CompletableFuture<ReceiveMessageResponse> first = poll("}" + "x".repeat(2 * LIMIT));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(first::join)
			.withCauseInstanceOf(SdkClientException.class);
		assertThat(poll(large("second")).join().messages()).hasSize(1);
	}

	@Test
	void anAnswerWithoutMessagesHoldsNobody() {
		assertThat(poll("{\"Other\":\"" + "x".repeat(2 * LIMIT) + "\"}").join().messages()).isEmpty();
		assertThat(poll(large("second")).join().messages()).hasSize(1);
	}

	@Test
	void whoHasWaitedForTooLongIsPassedOver() {
		List<Message> first = poll(large("first")).join().messages();
		this.answers.next = large("second");
		CompletableFuture<ReceiveMessageResponse> second = this.sqs
			.receiveMessage((request) -> request.queueUrl("queue")
				.overrideConfiguration((limits) -> limits.apiCallTimeout(Duration.ofMillis(100))));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(second::join)
			.withCauseInstanceOf(ApiCallTimeoutException.class);
		CompletableFuture<ReceiveMessageResponse> third = poll(large("third"));
		assertThat(third).isNotDone();
		this.largeResponses.settled(first);
		assertThat(third.join().messages().getFirst().messageId()).isEqualTo("third");
		assertThat(this.largeResponses.isCrowded()).isFalse();
	}

	private CompletableFuture<ReceiveMessageResponse> poll(String answer) {
		this.answers.next = answer;
		return this.sqs.receiveMessage((request) -> request.queueUrl("queue"));
	}

	private static String large(String id) {
		return message(id, "x".repeat(2 * LIMIT));
	}

	private static String message(String id, String body) {
		return """
				{"Messages":[{"MessageId":"%s","ReceiptHandle":"handle","Body":"%s"}]}""".formatted(id, body);
	}

	/**
	 * Sends what it is told, in two parts, on the thread of whoever asks.
	 */
	private static final class Answers implements SdkAsyncHttpClient {

		private volatile String next = "";

		@Override
		public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
			byte[] body = this.next.getBytes(StandardCharsets.UTF_8);
			SimplePublisher<ByteBuffer> publisher = new SimplePublisher<>();
			request.responseHandler().onHeaders(SdkHttpResponse.builder().statusCode(200).build());
			request.responseHandler().onStream(publisher);
			int most = Math.min(body.length, 3 * LIMIT / 2);
			publisher.send(ByteBuffer.wrap(body, 0, most));
			publisher.send(ByteBuffer.wrap(body, most, body.length - most));
			return publisher.complete();
		}

		@Override
		public void close() {
		}

	}

}
