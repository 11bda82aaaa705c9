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
 * Remembers how the last call of each action on each queue ended. The listener's
 * container tells nobody whether its polls succeed; the client does. An interceptor of
 * the SDK would not do: it is not told when there are no credentials.
 */
public class SqsCallMonitor {

	static final String RECEIVE = "ReceiveMessage";

	private static final int SERVER_ERROR = 500;

	private final Map<Target, Call> lastCalls = new ConcurrentHashMap<>();

	private final Clock clock;

	private final PollMetrics polls;

	public SqsCallMonitor(Clock clock, PollMetrics polls) {
		this.clock = clock;
		this.polls = polls;
	}

	/**
	 * The same client, with its calls remembered.
	 */
	public SqsAsyncClient watch(SqsAsyncClient client) {
		String host = client.serviceClientConfiguration().endpointOverride().map(URI::getHost).orElse("SQS");
		return (SqsAsyncClient) Proxy.newProxyInstance(SqsAsyncClient.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer<?>) {
						// Builds the request and comes back with it.
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					Object result = call(client, method, arguments);
					if (result instanceof CompletableFuture<?> future && arguments != null
							&& arguments[0] instanceof SqsRequest request) {
						future.whenComplete((response, failure) -> {
							remember(request, host, unwrap(failure));
							if (request instanceof ReceiveMessageRequest) {
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
	 * How the last call ended, or {@code null} when none has ended so far.
	 */
	@Nullable Call last(String action, String queueUrl) {
		return this.lastCalls.get(new Target(action, queueUrl));
	}

	/**
	 * The calls whose last try failed, in a stable order.
	 */
	List<Call> failures() {
		return this.lastCalls.values()
			.stream()
			.filter((call) -> call.failure() != null && !isOver(call, call.failure()))
			.sorted(Comparator.comparing((Call call) -> call.target().queueUrl() + call.target().action()))
			.toList();
	}

	/**
	 * Whether a failure has passed without another try of the same action, which may be a
	 * rare one: the queue has answered something else since. Polls are not rare, and only
	 * a poll shows that they succeed again: what cuts long ones does no harm to others.
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
	 * What was called.
	 *
	 * @param action as IAM policies name it, without {@code sqs:}
	 */
	record Target(String action, String queueUrl) {
	}

	/**
	 * How it ended.
	 *
	 * @param host what was asked, which need not be the host of the queue's URL
	 */
	record Call(Target target, String host, Instant endedAt, @Nullable Throwable failure) {
	}

}
