package io.bookings.consumer.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Remembers how the last call of each action on each queue ended. The listener's
 * container tells nobody whether its polls succeed; the SDK's client does.
 */
class SqsCalls implements ExecutionInterceptor {

	static final String RECEIVE = "ReceiveMessage";

	private final Map<Target, Call> lastCalls = new ConcurrentHashMap<>();

	private final Clock clock;

	SqsCalls(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
		remember(context.request(), attributes, null);
	}

	@Override
	public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
		remember(context.request(), attributes, context.exception());
	}

	private void remember(SdkRequest request, ExecutionAttributes attributes, @Nullable Throwable failure) {
		String action = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
		request.getValueForField("QueueUrl", String.class).ifPresent((queueUrl) -> {
			Target target = new Target(action.replaceFirst("Batch$", ""), queueUrl);
			this.lastCalls.put(target, new Call(target, this.clock.instant(), failure));
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
			.filter((call) -> call.failure() != null)
			.sorted(Comparator.comparing((Call call) -> call.target().queueUrl() + call.target().action()))
			.toList();
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
	 */
	record Call(Target target, Instant endedAt, @Nullable Throwable failure) {
	}

}
