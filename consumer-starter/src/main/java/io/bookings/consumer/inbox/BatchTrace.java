package io.bookings.consumer.inbox;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bookings.consumer.message.Envelope;
import io.bookings.consumer.message.TraceCarrier;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.consumer.trace.CurrentSpan;
import io.bookings.consumer.trace.Traces;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The spans of a batch. Each message continues the trace that it carries, or starts a new
 * one. The batch has its own trace, with links to those of its messages (<a href=
 * "https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">OpenTelemetry's
 * conventions for messaging spans</a>).
 */
public final class BatchTrace implements AutoCloseable {

	private final Traces traces;

	private final Map<Message, Span> spans = new IdentityHashMap<>();

	private final CurrentSpan batch;

	/**
	 * Starts the spans.
	 * @param traces creates the spans
	 * @param queue the name of the queue
	 * @param messages the messages as received
	 * @param envelope where a message's trace context is
	 */
	public BatchTrace(Traces traces, String queue, List<Message> messages, Envelope envelope) {
		this.traces = traces;
		String name = "process " + queue;
		Span.Builder batch = traces.span().name(name).kind(Span.Kind.CONSUMER);
		for (Message message : messages) {
			Span span = this.spans.computeIfAbsent(message,
					(key) -> traces.continuing(new TraceCarrier(message, envelope)::value)
						.name(name)
						.kind(Span.Kind.CONSUMER)
						.start());
			if (isSampled(span)) {
				describe(span, queue).tag("messaging.message.id", message.messageId())
					.tag("booking.receives", SystemAttributes.receiveCount(message));
				batch.addLink(new Link(span));
			}
		}
		Span span = batch.start();
		if (isSampled(span)) {
			describe(span, queue).tag("messaging.batch.message_count", messages.size());
		}
		this.batch = traces.enter(span);
	}

	/**
	 * Whether the span is exported and needs tags. The others only pass their ids on.
	 */
	private static boolean isSampled(Span span) {
		return Boolean.TRUE.equals(span.context().sampled());
	}

	private static Span describe(Span span, String queue) {
		return span.tag("messaging.system", "aws_sqs")
			.tag("messaging.operation.type", "process")
			.tag("messaging.operation.name", "process")
			.tag("messaging.destination.name", queue);
	}

	/**
	 * Returns the context of a message's span, or {@code null} without traces.
	 */
	@Nullable String traceparent(Message message) {
		return this.traces.traceparent(span(message));
	}

	void committed(Message message) {
		span(message).event("committed");
	}

	/**
	 * Tags the message's span with the outcome.
	 * @return a scope in which the span is current
	 */
	Tracer.SpanInScope settled(Decision decision) {
		Span span = span(decision.message());
		if (isSampled(span)) {
			describe(span, decision);
		}
		return this.traces.visit(span);
	}

	private static void describe(Span span, Decision decision) {
		span.tag("booking.outcome", decision.outcome().code());
		if (decision.bookingId() != null) {
			span.tag("booking.id", decision.bookingId());
		}
		switch (decision.outcome()) {
			case PROCESSED, DUPLICATE, IGNORED -> {
			}
			case CONFLICT, REJECTED, FAILED, RETRIED, RELEASED -> span.tag("error.type", decision.outcome().code());
		}
	}

	private Span span(Message message) {
		return Objects.requireNonNull(this.spans.get(message));
	}

	@Override
	public void close() {
		this.spans.values().forEach(Span::end);
		this.batch.close();
	}

}
