package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The metrics of messages, see {@code docs/metrics.md}. All meters are registered at the
 * start, so that a first failure shows as an increase from 0.
 */
public class ConsumerMetrics {

	/** Some of the buckets that OpenTelemetry recommends for message processing. */
	private static final Duration[] PROCESSING = millis(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000);

	private static final Duration[] AGE = millis(100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000,
			900_000, 3_600_000);

	private final Map<Outcome, Counter> messages = new EnumMap<>(Outcome.class);

	/** A counter of a registry that exports steps returns those of the last step only. */
	private final Map<Outcome, LongAdder> totals = new EnumMap<>(Outcome.class);

	private final Map<Outcome, Map<DeadLetterResult, Counter>> deadLetters = new EnumMap<>(Outcome.class);

	private final Timer processing;

	private final Timer dwell;

	private final Timer latency;

	private final Timer backOff;

	private final DistributionSummary batchSize;

	private final AtomicInteger inFlight = new AtomicInteger();

	/**
	 * Registers the meters.
	 * @param registry the registry of the meters
	 */
	public ConsumerMetrics(MeterRegistry registry) {
		for (Outcome outcome : Outcome.values()) {
			this.totals.put(outcome, new LongAdder());
			this.messages.put(outcome, registry.counter("booking.messages", "outcome", outcome.code()));
			if (outcome.isDeadLettered()) {
				Map<DeadLetterResult, Counter> results = new EnumMap<>(DeadLetterResult.class);
				for (DeadLetterResult result : DeadLetterResult.values()) {
					results.put(result,
							registry.counter("booking.dead.letters", "reason", outcome.code(), "result", result.code));
				}
				this.deadLetters.put(outcome, results);
			}
		}
		this.processing = Timer.builder("booking.processing").serviceLevelObjectives(PROCESSING).register(registry);
		this.dwell = Timer.builder("booking.dwell").serviceLevelObjectives(AGE).register(registry);
		this.latency = Timer.builder("booking.latency").serviceLevelObjectives(AGE).register(registry);
		this.backOff = registry.timer("booking.back.off");
		this.batchSize = registry.summary("booking.batch.size");
		Gauge.builder("booking.in.flight", this.inFlight::get).register(registry);
	}

	private static Duration[] millis(long... millis) {
		return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
	}

	/**
	 * Returns the number of messages that are being processed.
	 * @return the number
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	void batchBegun(int size) {
		this.batchSize.record(size);
		this.inFlight.addAndGet(size);
	}

	void batchEnded(int size, Duration time) {
		this.inFlight.addAndGet(-size);
		for (int i = 0; i < size; i++) {
			this.processing.record(time);
		}
	}

	/**
	 * Counts an event that took effect.
	 * @param dwell the time since SQS accepted the message
	 * @param latency the time since the event happened
	 */
	void committed(Duration dwell, Duration latency) {
		this.dwell.record(dwell);
		this.latency.record(latency);
	}

	void settled(Outcome outcome) {
		Objects.requireNonNull(this.messages.get(outcome)).increment();
		Objects.requireNonNull(this.totals.get(outcome)).increment();
	}

	/**
	 * Returns the number of messages since the start.
	 * @return the numbers by outcome
	 */
	public Map<String, Long> totals() {
		Map<String, Long> numbers = new LinkedHashMap<>();
		this.totals.forEach((outcome, number) -> numbers.put(outcome.code(), number.sum()));
		return numbers;
	}

	void backedOff(Duration delay) {
		this.backOff.record(delay);
	}

	void deadLettered(Outcome reason, DeadLetterResult result) {
		Objects.requireNonNull(Objects.requireNonNull(this.deadLetters.get(reason)).get(result)).increment();
	}

	/**
	 * Whether a message reached the dead-letter queue.
	 */
	enum DeadLetterResult {

		SENT("sent"), LEFT("left"), ERROR("error");

		private final String code;

		DeadLetterResult(String code) {
			this.code = code;
		}

	}

}
