package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Batches that end at about the same time. Each request waits until the test answers it.
 */
@Timeout(60)
class GroupDeleteUnitTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

	private final GroupDelete deletes = deletes(14, LONG);

	@Test
	void aBatchThatEndsAloneDoesNotWait() throws Exception {
		CompletableFuture<?> batch = end(this.deletes.begin(messages("1", "2")));
		Request request = this.requests.take();
		assertThat(request.messages()).isEqualTo(messages("1", "2"));
		assertThat(batch).isNotDone();
		request.succeed();
		batch.join();
	}

	@Test
	void batchesThatEndShortlyAfterARequestShareTheNext() throws Exception {
		this.deletes.begin(messages("1"));
		this.requests.take();
		List<GroupDelete.Deletion> deletions = List.of(this.deletes.begin(messages("2", "3")),
				this.deletes.begin(messages("4")));
		List<CompletableFuture<?>> batches = deletions.stream().<CompletableFuture<?>>map(this::end).toList();
		assertThat(this.requests).isEmpty();
		String[] others = IntStream.rangeClosed(5, 11).mapToObj(String::valueOf).toArray(String[]::new);
		CompletableFuture<?> last = end(this.deletes.begin(messages(others)));
		Request common = this.requests.take();
		assertThat(common.messages()).isEqualTo(messages("2", "3", "4", "5", "6", "7", "8", "9", "10", "11"));
		assertThat(Stream.concat(batches.stream(), Stream.of(last))).noneMatch(CompletableFuture::isDone);
		common.succeed();
		batches.forEach(CompletableFuture::join);
		last.join();
	}

	@Test
	void theFirstBatchThatWaitsSendsTheRequestWhenTheIntervalIsOver() throws Exception {
		GroupDelete deletes = deletes(14, Duration.ofMillis(50));
		deletes.begin(messages("1"));
		this.requests.take();
		GroupDelete.Deletion second = deletes.begin(messages("2"));
		GroupDelete.Deletion third = deletes.begin(messages("3"));
		CompletableFuture<?> thirdBatch = end(third);
		CompletableFuture<?> secondBatch = end(second);
		List<Message> deleted = this.requests.take().succeed();
		if (deleted.size() == 1) { // a slow machine: the interval was over before the
									// third
			deleted = Stream.concat(deleted.stream(), this.requests.take().succeed().stream()).toList();
		}
		assertThat(deleted).isEqualTo(messages("2", "3"));
		secondBatch.join();
		thirdBatch.join();
	}

	@Test
	void fullBatchesDoNotWait() throws Exception {
		String[] ten = IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toArray(String[]::new);
		for (int i = 0; i < 3; i++) {
			CompletableFuture<?> batch = end(this.deletes.begin(messages(ten)));
			assertThat(this.requests.take().succeed()).hasSize(10);
			batch.join();
		}
	}

	@Test
	void theLastFreeThreadDoesNotWait() throws Exception {
		GroupDelete deletes = deletes(2, LONG);
		deletes.begin(messages("1"));
		this.requests.take();
		deletes.begin(messages("2"));
		deletes.begin(messages("3"));
		assertThat(this.requests).isEmpty();
		deletes.begin(messages("4"));
		assertThat(this.requests.take().messages()).isEqualTo(messages("2", "3", "4"));
	}

	@Test
	void theOnlyThreadNeverWaits() throws Exception {
		GroupDelete deletes = deletes(0, LONG);
		for (String id : List.of("1", "2")) {
			deletes.begin(messages(id));
			assertThat(this.requests.take().messages()).isEqualTo(messages(id));
		}
	}

	@Test
	void aBatchWithoutSettledMessagesNeedsNoRequest() {
		this.deletes.begin(List.of()).close();
		assertThat(this.requests).isEmpty();
	}

	@Test
	void anInterruptedThreadSendsTheRequestAtOnce() throws Exception {
		this.deletes.begin(messages("1"));
		this.requests.take();
		GroupDelete.Deletion second = this.deletes.begin(messages("2"));
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread.startVirtualThread(() -> {
			Thread.currentThread().interrupt();
			second.close();
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		this.requests.take().succeed();
		assertThat(interrupted.join()).isTrue();
	}

	@Test
	void aRequestThatCannotBeSentLetsTheOtherBatchesGoOn() {
		GroupDelete deletes = new GroupDelete((messages) -> {
			if (messages.getFirst().messageId().equals("1")) {
				return CompletableFuture.completedFuture(null);
			}
			throw new IllegalStateException("the client is closed");
		}, 1, LONG);
		deletes.begin(messages("1")).close();
		GroupDelete.Deletion second = deletes.begin(messages("2"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> deletes.begin(messages("3")));
		second.close();
	}

	private GroupDelete deletes(int batches, Duration interval) {
		return new GroupDelete((messages) -> {
			Request request = new Request(List.copyOf(messages), new CompletableFuture<>());
			this.requests.add(request);
			return request.response();
		}, batches, interval);
	}

	private CompletableFuture<?> end(GroupDelete.Deletion deletion) {
		CompletableFuture<?> end = new CompletableFuture<>();
		Thread.startVirtualThread(() -> {
			deletion.close();
			end.complete(null);
		});
		return end;
	}

	private static List<Message> messages(String... ids) {
		return Stream.of(ids).map((id) -> Message.builder().messageId(id).build()).toList();
	}

	private record Request(List<Message> messages, CompletableFuture<Void> response) {

		List<Message> succeed() {
			this.response.complete(null);
			return this.messages;
		}

	}

}
