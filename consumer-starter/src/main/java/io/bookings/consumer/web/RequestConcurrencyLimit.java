package io.bookings.consumer.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Limits concurrent requests, so that they leave enough database connections for batches.
 * With virtual threads, no pool of threads limits them.
 */
public class RequestConcurrencyLimit implements HandlerInterceptor {

	/**
	 * Less than the number of connections that the pool has in addition to those of the
	 * batches.
	 */
	static final int REQUESTS = 3;

	private final Semaphore free = new Semaphore(REQUESTS, true);

	private final Duration patience;

	/**
	 * Creates the limit.
	 * @param patience how long a request waits before it is rejected with status 503
	 */
	public RequestConcurrencyLimit(Duration patience) {
		this.patience = patience;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws InterruptedException {
		if (!this.free.tryAcquire(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many concurrent requests");
		}
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		this.free.release();
	}

}
