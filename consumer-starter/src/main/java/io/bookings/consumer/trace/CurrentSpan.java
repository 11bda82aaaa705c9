package io.bookings.consumer.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/**
 * A span that is the current one of its thread.
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
	 * Forgets the span: nothing was done that is worth telling.
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
