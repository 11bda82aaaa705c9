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
 * Starts spans, and continues traces after a queue or after the time that a notification
 * was stored in its table.
 */
public final class Traces {

	/**
	 * The header of <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>.
	 */
	private static final String TRACEPARENT = "traceparent";

	private final Tracer tracer;

	private final Propagator propagator;

	/**
	 * Creates an instance.
	 * @param tracer creates spans
	 * @param propagator reads and writes trace contexts
	 */
	public Traces(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/**
	 * Returns an instance that creates no spans.
	 * @return an instance for services without tracing
	 */
	public static Traces off() {
		return new Traces(Tracer.NOOP, Propagator.NOOP);
	}

	/**
	 * Builds a span that continues the trace of a carrier, or a new trace if the carrier
	 * has none.
	 * @param carrier returns the carrier's value of a name, or {@code null}
	 * @return the builder of the span
	 */
	public Span.Builder continuing(Function<String, @Nullable String> carrier) {
		return this.propagator.extract(carrier, (source, key) -> Objects.requireNonNull(source).apply(key));
	}

	/**
	 * Starts a span that continues a stored trace.
	 * @param name the span's name, without variable parts
	 * @param traceparent the value of {@link #traceparent(Span)}
	 * @return the span, which is current until it is closed
	 */
	public CurrentSpan continuing(String name, @Nullable String traceparent) {
		return enter(continuing((key) -> key.equals(TRACEPARENT) ? traceparent : null).name(name).start());
	}

	/**
	 * Starts a child of the current span.
	 * @param name the span's name, without variable parts
	 * @param kind the span's kind
	 * @return the span, which is current until it is closed
	 */
	public CurrentSpan within(String name, Span.Kind kind) {
		return enter(this.tracer.spanBuilder().name(name).kind(kind).start());
	}

	/**
	 * Builds a child of the current span.
	 * @return the builder of the span
	 */
	public Span.Builder span() {
		return this.tracer.spanBuilder();
	}

	/**
	 * Makes a span current.
	 * @param span a started span
	 * @return has to be closed by the same thread, which ends the span
	 */
	public CurrentSpan enter(Span span) {
		return new CurrentSpan(span, this.tracer.withSpan(span));
	}

	/**
	 * Adds an attribute to the current span.
	 * @param key the attribute's name
	 * @param value the attribute's value, without personal data
	 */
	public void tag(String key, String value) {
		SpanCustomizer current = this.tracer.currentSpanCustomizer();
		if (current != null) {
			current.tag(key, value);
		}
	}

	/**
	 * Makes a span current for a short time, such as for a log line.
	 * @param span a started span
	 * @return has to be closed by the same thread, which does not end the span
	 */
	public Tracer.SpanInScope visit(Span span) {
		return this.tracer.withSpan(span);
	}

	/**
	 * Returns the context that another process needs to continue a trace.
	 * @param span a started span
	 * @return a W3C {@code traceparent} of 55 characters, or {@code null} without tracing
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
