package io.bookings.consumer.health;

import java.util.function.ToLongFunction;

import io.bookings.consumer.queue.QueueInspector.Queue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The number of messages in the queue and its dead-letter queue, as last read.
 */
public class QueueMetrics implements MeterBinder {

	private final QueueWatch watch;

	/**
	 * Creates the metrics.
	 * @param watch the queue's attributes
	 */
	public QueueMetrics(QueueWatch watch) {
		this.watch = watch;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bind(registry, "visible", Queue::visible);
		bind(registry, "in-flight", Queue::inFlight);
		bind(registry, "delayed", Queue::delayed);
		Gauge
			.builder("booking.dead.letter.queue.messages",
					() -> depth(this.watch.snapshot().deadLetterQueue(), (queue) -> queue.visible() + queue.inFlight()))
			.register(registry);
	}

	private void bind(MeterRegistry registry, String state, ToLongFunction<Queue> count) {
		Gauge.builder("booking.queue.messages", () -> depth(this.watch.snapshot().queue(), count))
			.tag("state", state)
			.register(registry);
	}

	private static double depth(@Nullable Queue queue, ToLongFunction<Queue> count) {
		return (queue != null) ? count.applyAsLong(queue) : Double.NaN;
	}

}
