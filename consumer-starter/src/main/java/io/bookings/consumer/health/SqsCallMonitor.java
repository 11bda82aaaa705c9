package io.bookings.consumer.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.bookings.consumer.queue.SqsClientWrapper;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/**
 * Remembers the result of the last call of each action on each queue, because the
 * listener container does not report whether polls succeed.
 */
public class SqsCallMonitor implements SqsClientWrapper.Listener {

	static final String RECEIVE = "ReceiveMessage";

	private static final int SERVER_ERROR = 500;

	private final ClassValue<String> actions = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> request) {
			return request.getSimpleName().replaceFirst("(Batch)?Request$", "");
		}

	};

	private final Map<Target, Call> lastCalls = new ConcurrentHashMap<>();

	private final Clock clock;

	private final PollMetrics polls;

	private final String queueUrl;

	/**
	 * Creates a monitor without calls.
	 * @param clock the current time
	 * @param polls counts polls
	 * @param queueUrl the queue whose polls count
	 */
	public SqsCallMonitor(Clock clock, PollMetrics polls, String queueUrl) {
		this.clock = clock;
		this.polls = polls;
		this.queueUrl = queueUrl;
	}

	@Override
	public void ended(SqsRequest request, String host, @Nullable SqsResponse response, @Nullable Throwable failure) {
		String queueUrl = request.getValueForField("QueueUrl", String.class).orElse(null);
		if (queueUrl == null) {
			return;
		}
		Target target = new Target(this.actions.get(request.getClass()), queueUrl);
		this.lastCalls.put(target, new Call(target, host, this.clock.instant(), failure));
		if (request instanceof ReceiveMessageRequest && this.queueUrl.equals(queueUrl)) {
			this.polls.ended((ReceiveMessageResponse) response);
		}
	}

	/**
	 * Returns the last call, or {@code null} if none has ended so far.
	 */
	@Nullable Call last(String action, String queueUrl) {
		return this.lastCalls.get(new Target(action, queueUrl));
	}

	/**
	 * Returns the calls that failed last time, in a stable order.
	 */
	List<Call> failures() {
		return this.lastCalls.values()
			.stream()
			.filter((call) -> call.failure() != null && !isOver(call, call.failure()))
			.sorted(Comparator.comparing((Call call) -> call.target().queueUrl() + call.target().action()))
			.toList();
	}

	/**
	 * Whether a failure is resolved although its action was not called again: SQS has
	 * answered another action on the queue since. This does not hold for polls. They are
	 * frequent, and a network can interrupt long polls only.
	 */
	private boolean isOver(Call call, Throwable failure) {
		return !isRefusal(failure) && !call.target().action().equals(RECEIVE)
				&& this.lastCalls.values()
					.stream()
					.anyMatch((other) -> other.failure() == null
							&& other.target().queueUrl().equals(call.target().queueUrl())
							&& other.endedAt().isAfter(call.endedAt()));
	}

	private static boolean isRefusal(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AwsServiceException answer) {
				return answer.statusCode() < SERVER_ERROR && !answer.isThrottlingException();
			}
		}
		return false;
	}

	/**
	 * The action and the queue of a call.
	 *
	 * @param action as IAM policies name it, without {@code sqs:}
	 */
	record Target(String action, String queueUrl) {
	}

	/**
	 * The result of a call.
	 *
	 * @param host the host of the request, which can differ from that of the queue's URL
	 */
	record Call(Target target, String host, Instant endedAt, @Nullable Throwable failure) {
	}

}
