package io.bookings.consumer.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * A client that can be closed while other threads use it. The AWS Common Runtime ends the
 * process with SIGABRT if it acquires a connection while it is closed
 * ({@code manager->state == AWS_HCMST_READY} in {@code connection_manager.c} of
 * aws-c-http), and background tasks may still run when a service stops.
 */
final class ClosableHttpClient implements SdkAsyncHttpClient {

	private final SdkAsyncHttpClient client;

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean closed;

	private ClosableHttpClient(SdkAsyncHttpClient client) {
		this.client = client;
	}

	/**
	 * Sends a request. The client acquires the connection in this call.
	 */
	@Override
	public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
		this.lock.readLock().lock();
		try {
			if (!this.closed) {
				return this.client.execute(request);
			}
		}
		finally {
			this.lock.readLock().unlock();
		}
		IllegalStateException failure = new IllegalStateException("The HTTP client is closed");
		request.responseHandler().onError(failure);
		return CompletableFuture.failedFuture(failure);
	}

	@Override
	public String clientName() {
		return this.client.clientName();
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.writeLock().unlock();
		}
		// No request is being sent from now on.
		this.client.close();
	}

	/**
	 * Builds clients that can be closed at any time.
	 *
	 * @param delegate builds the clients
	 */
	record Builder(SdkAsyncHttpClient.Builder<?> delegate) implements SdkAsyncHttpClient.Builder<Builder> {

		@Override
		public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
			return new ClosableHttpClient(this.delegate.buildWithDefaults(defaults));
		}

	}

}
