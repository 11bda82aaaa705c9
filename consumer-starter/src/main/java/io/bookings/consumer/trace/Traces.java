package io.bookings.consumer.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.SpanCustomizer;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Begins spans, and carries them over what interrupts a trace: a queue, and the time that
 * a notification lies in its table.
 */
public final class Traces {

	/**
	 * The header of <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>.
	 */
	private static final String TRACEPARENT = "traceparent";

	private final Tracer tracer;

	private final Propagator propagator;

	public Traces(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/**
	 * Begins no span ever.
	 * @return traces for where there are none
	 */
	public static Traces off() {
		return new Traces(Tracer.NOOP, Propagator.NOOP);
	}

	/**
	 * Begins a span that continues the trace of a carrier, or a trace of its own where
	 * the carrier has none.
	 * @param carrier the value that the carrier has under a name, or {@code null}
	 * @return a builder, to be started
	 */
	public Span.Builder continuing(Function<String, @Nullable String> carrier) {
		return this.propagator.extract(carrier, (source, key) -> Objects.requireNonNull(source).apply(key));
	}

	/**
	 * Begins a span that continues a trace that was stored.
	 * @param name what is done, without anything that is different each time
	 * @param traceparent what {@link #traceparent(Span)} returned
	 * @return the span, which is the current one until it is closed
	 */
	public CurrentSpan continuing(String name, @Nullable String traceparent) {
		return enter(continuing((key) -> key.equals(TRACEPARENT) ? traceparent : null).name(name).start());
	}

	/**
	 * Begins a span within the current one.
	 * @param name what is done, without anything that is different each time
	 * @param kind on which side of a call it is
	 * @return the span, which is the current one until it is closed
	 */
	public CurrentSpan within(String name, Span.Kind kind) {
		return enter(this.tracer.spanBuilder().name(name).kind(kind).start());
	}

	/**
	 * Begins to build a span.
	 * @return a builder whose parent is the current span
	 */
	public Span.Builder span() {
		return this.tracer.spanBuilder();
	}

	/**
	 * Makes a span the current one.
	 * @param span a started span
	 * @return to be closed by the same thread, which ends the span
	 */
	public CurrentSpan enter(Span span) {
		return new CurrentSpan(span, this.tracer.withSpan(span));
	}

	/**
	 * Adds to the current span what is known by now.
	 * @param key an attribute's name
	 * @param value its value, never personal data
	 */
	public void tag(String key, String value) {
		SpanCustomizer current = this.tracer.currentSpanCustomizer();
		if (current != null) {
			current.tag(key, value);
		}
	}

	/**
	 * Makes a span the current one for a moment, such as that of a log line.
	 * @param span a started span
	 * @return to be closed by the same thread, which does not end the span
	 */
	public Tracer.SpanInScope visit(Span span) {
		return this.tracer.withSpan(span);
	}

	/**
	 * What another process needs to continue from a span.
	 * @param span a started span
	 * @return a text of 55 characters, or {@code null} where there are no traces
	 */
	public @Nullable String traceparent(Span span) {
		if (span.isNoop()) {
			return null;
		}
		Map<String, String> carrier = HashMap.newHashMap(2);
		this.propagator.inject(span.context(), carrier,
				(map, key, value) -> Objects.requireNonNull(map).put(key, value));
		return carrier.get(TRACEPARENT);
	}

}
