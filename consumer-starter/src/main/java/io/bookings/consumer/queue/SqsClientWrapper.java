package io.bookings.consumer.queue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/**
 * Wraps the client of SQS: limits the memory of polls, and reports the result of each
 * call. The SDK calls an interceptor neither when a call times out nor when there are no
 * credentials.
 */
public final class SqsClientWrapper {

	private final LargeResponseLimiter largeResponses;

	private final Listener listener;

	/**
	 * Creates a wrapper.
	 * @param largeResponses limits the memory of polls
	 * @param listener is called with the result of each call
	 */
	public SqsClientWrapper(LargeResponseLimiter largeResponses, Listener listener) {
		this.largeResponses = largeResponses;
		this.listener = listener;
	}

	/**
	 * Wraps a client.
	 * @param client a client that has the limiter as an interceptor
	 * @return the wrapped client
	 */
	public SqsAsyncClient wrap(SqsAsyncClient client) {
		String host = client.serviceClientConfiguration().endpointOverride().map(URI::getHost).orElse("SQS");
		return (SqsAsyncClient) Proxy.newProxyInstance(SqsAsyncClient.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (arguments == null || arguments.length != 1) {
						return invoke(client, method, arguments);
					}
					if (arguments[0] instanceof Consumer<?>) {
						// Builds the request and calls this proxy with it.
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					Object result = (arguments[0] instanceof ReceiveMessageRequest poll)
							? this.largeResponses.receive(client, poll) : invoke(client, method, arguments);
					if (arguments[0] instanceof SqsRequest request && result instanceof CompletableFuture<?> response) {
						response.whenComplete((success, failure) -> this.listener.ended(request, host,
								(SqsResponse) success, unwrap(failure)));
					}
					return result;
				});
	}

	private static Object invoke(SqsAsyncClient client, Method method, Object @Nullable [] arguments) throws Throwable {
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

	/**
	 * Is called with the result of each call.
	 */
	public interface Listener {

		/**
		 * A call has ended.
		 * @param request the request
		 * @param host the host of the request, which can differ from that of the queue's
		 * URL
		 * @param response the response, {@code null} after a failure
		 * @param failure the failure, {@code null} after a success
		 */
		void ended(SqsRequest request, String host, @Nullable SqsResponse response, @Nullable Throwable failure);

	}

}
