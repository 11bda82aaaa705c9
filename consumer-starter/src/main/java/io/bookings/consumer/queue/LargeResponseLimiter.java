package io.bookings.consumer.queue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Limits the memory that polls need. A response may contain ten messages of <a href=
 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">
 * 1 MiB</a>, and the SDK holds several copies while it reads them. The size is not known
 * before the response arrives. So a large response is read in part, and then waits until
 * the large response before it is read and its batch is settled.
 * <p>
 * The wait counts towards the poll's time-out. While a response waits, no other poll
 * should begin.
 */
public class LargeResponseLimiter implements ExecutionInterceptor {

	/**
	 * So many responses just below the limit, each with the copies that the SDK makes,
	 * fit into the heap beside a large response and the service itself.
	 */
	private static final int SHARES_OF_HEAP = 24;

	/** Longer than reading and settling a batch can take. */
	private static final Duration LOST_AFTER = Duration.ofMinutes(1);

	private static final ExecutionAttribute<Poll> POLL = new ExecutionAttribute<>(LargeResponseLimiter.class.getName());

	private final long limit;

	private final Queue<Answer> waiting = new ArrayDeque<>();

	private @Nullable Answer admitted;

	private long admittedAt;

	/**
	 * Creates a limiter for a heap.
	 * @param heap the maximum size of the heap in bytes
	 * @param concurrency the maximum number of polls at the same time
	 */
	public LargeResponseLimiter(long heap, int concurrency) {
		this(heap / SHARES_OF_HEAP / concurrency);
	}

	/**
	 * Creates a limiter.
	 * @param limit the size in bytes above which a response is large
	 */
	public LargeResponseLimiter(long limit) {
		this.limit = limit;
	}

	/**
	 * Whether a large response waits for another.
	 * @return {@code true} while no other poll should begin
	 */
	public synchronized boolean isCrowded() {
		return !this.waiting.isEmpty();
	}

	/**
	 * Lets the next large response proceed if this batch was from the current one.
	 * @param messages the settled batch
	 */
	public void settled(List<Message> messages) {
		Answer answer;
		synchronized (this) {
			answer = this.admitted;
		}
		if (answer != null && answer.poll.brought(messages)) {
			leave(answer);
		}
	}

	/**
	 * Polls with a limit.
	 * @param client a client that has this object as an interceptor
	 * @param request the poll
	 * @return the response
	 */
	CompletableFuture<ReceiveMessageResponse> receive(SqsAsyncClient client, ReceiveMessageRequest request) {
		Poll poll = new Poll();
		AwsRequestOverrideConfiguration override = request.overrideConfiguration()
			.map(AwsRequestOverrideConfiguration::toBuilder)
			.orElseGet(AwsRequestOverrideConfiguration::builder)
			.putExecutionAttribute(POLL, poll)
			.build();
		CompletableFuture<ReceiveMessageResponse> response = client
			.receiveMessage(request.toBuilder().overrideConfiguration(override).build());
		response.whenComplete((_, failure) -> {
			if (failure != null) {
				leave(poll.answer);
			}
		});
		return response;
	}

	@Override
	public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(Context.ModifyHttpResponse context,
			ExecutionAttributes attributes) {
		Poll poll = attributes.getAttribute(POLL);
		return context.responsePublisher().map((body) -> (poll != null) ? limited(body, poll) : body);
	}

	@Override
	public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
		Poll poll = attributes.getAttribute(POLL);
		if (poll != null && context.response() instanceof ReceiveMessageResponse response) {
			poll.messages = response.messages();
			if (poll.messages.isEmpty()) {
				leave(poll.answer);
			}
		}
	}

	private Publisher<ByteBuffer> limited(Publisher<ByteBuffer> body, Poll poll) {
		return (reader) -> {
			leave(poll.answer); // of the previous attempt
			Answer answer = new Answer(poll, reader);
			poll.answer = answer;
			body.subscribe(answer);
		};
	}

	private void enter(Answer answer) {
		synchronized (this) {
			if (this.admitted != null && System.nanoTime() - this.admittedAt < LOST_AFTER.toNanos()) {
				this.waiting.add(answer);
				return;
			}
			admit(answer);
		}
		answer.goOn();
	}

	private void leave(@Nullable Answer answer) {
		Answer next;
		synchronized (this) {
			if (answer == null || this.waiting.remove(answer) || answer != this.admitted) {
				return;
			}
			next = this.waiting.poll();
			admit(next);
		}
		if (next != null) {
			next.goOn();
		}
	}

	private void admit(@Nullable Answer answer) {
		this.admitted = answer;
		this.admittedAt = System.nanoTime();
	}

	/**
	 * A call, possibly with several attempts.
	 */
	private static final class Poll {

		private volatile @Nullable Answer answer;

		private volatile List<Message> messages = List.of();

		private boolean brought(List<Message> batch) {
			List<Message> received = this.messages;
			return !received.isEmpty() && received.getFirst() == batch.getFirst();
		}

	}

	/**
	 * The body of a response, between the connection and the SDK.
	 */
	private final class Answer implements Subscriber<ByteBuffer> {

		private final Poll poll;

		private final Subscriber<? super ByteBuffer> reader;

		private @Nullable Subscription source;

		private long bytes;

		private Answer(Poll poll, Subscriber<? super ByteBuffer> reader) {
			this.poll = poll;
			this.reader = reader;
		}

		private void goOn() {
			if (this.source != null) {
				this.source.request(1);
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.source = subscription;
			this.reader.onSubscribe(new Subscription() {

				/**
				 * The reader requests everything; this class requests one part at a time.
				 */
				private boolean begun;

				@Override
				public void request(long count) {
					if (!this.begun) {
						this.begun = true;
						goOn();
					}
				}

				@Override
				public void cancel() {
					subscription.cancel();
					leave(Answer.this);
				}

			});
		}

		@Override
		public void onNext(ByteBuffer part) {
			boolean wasSmall = this.bytes <= LargeResponseLimiter.this.limit;
			this.bytes += part.remaining();
			this.reader.onNext(part);
			if (wasSmall && this.bytes > LargeResponseLimiter.this.limit) {
				enter(this);
			}
			else {
				goOn();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.reader.onError(failure);
			leave(this);
		}

		@Override
		public void onComplete() {
			this.reader.onComplete();
		}

	}

}
