package io.bookings.consumer.health;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/**
 * Remembers the result of the last call of each action on each queue. It wraps the
 * client, because the listener container does not report whether polls succeed, and the
 * SDK does not call an interceptor if there are no credentials.
 */
public class SqsCallMonitor {

	static final String RECEIVE = "ReceiveMessage";

	private static final int SERVER_ERROR = 500;

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

	/**
	 * Wraps a client so that its calls are remembered.
	 * @param client the client
	 * @return the wrapped client
	 */
	public SqsAsyncClient watch(SqsAsyncClient client) {
		String host = client.serviceClientConfiguration().endpointOverride().map(URI::getHost).orElse("SQS");
		return (SqsAsyncClient) Proxy.newProxyInstance(SqsAsyncClient.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer<?>) {
						// Builds the request and calls this proxy with it.
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					Object result = call(client, method, arguments);
					if (result instanceof CompletableFuture<?> future && arguments != null
							&& arguments[0] instanceof SqsRequest request) {
						future.whenComplete((response, failure) -> {
							remember(request, host, unwrap(failure));
							if (request instanceof ReceiveMessageRequest poll
									&& this.queueUrl.equals(poll.queueUrl())) {
								this.polls.ended((ReceiveMessageResponse) response);
							}
						});
					}
					return result;
				});
	}

	private static Object call(SqsAsyncClient client, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(client, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private void remember(SqsRequest request, String host, @Nullable Throwable failure) {
		String action = request.getClass().getSimpleName().replaceFirst("(Batch)?Request$", "");
		request.getValueForField("QueueUrl", String.class).ifPresent((queueUrl) -> {
			Target target = new Target(action, queueUrl);
			this.lastCalls.put(target, new Call(target, host, this.clock.instant(), failure));
		});
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
