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
 * Keeps requests from taking the connections that the batches need: with virtual threads
 * there is no pool of request threads that would bound them.
 */
public class RequestConcurrencyLimit implements HandlerInterceptor {

	/**
	 * Fewer than the connections that the pool has beside those of the batches.
	 */
	static final int REQUESTS = 3;

	private final Semaphore free = new Semaphore(REQUESTS, true);

	private final Duration patience;

	public RequestConcurrencyLimit(Duration patience) {
		this.patience = patience;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws InterruptedException {
		if (!this.free.tryAcquire(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many requests at once");
		}
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		this.free.release();
	}

}
