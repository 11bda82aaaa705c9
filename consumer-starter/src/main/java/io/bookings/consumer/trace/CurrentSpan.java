package io.bookings.consumer.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/**
 * A span that is current in its thread until it is closed.
 */
public final class CurrentSpan implements AutoCloseable {

	private final Span span;

	private final Tracer.SpanInScope scope;

	private boolean abandoned;

	CurrentSpan(Span span, Tracer.SpanInScope scope) {
		this.span = span;
		this.scope = scope;
	}

	/**
	 * Drops the span when it is closed, because nothing was done in it.
	 */
	public void abandon() {
		this.abandoned = true;
	}

	@Override
	public void close() {
		this.scope.close();
		if (this.abandoned) {
			this.span.abandon();
		}
		else {
			this.span.end();
		}
	}

}
