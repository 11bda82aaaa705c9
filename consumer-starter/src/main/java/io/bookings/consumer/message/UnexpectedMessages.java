package io.bookings.consumer.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers messages in an envelope that the settings do not expect and ignored events of
 * other types, so that health can show them. Safe for use by several threads at once.
 */
public final class UnexpectedMessages {

	/**
	 * For so long after the last such message health shows it as a trouble.
	 */
	static final Duration RECENT = Duration.ofMinutes(10);

	private final Clock clock;

	private final Map<String, Instant> unexpectedEnvelopes = new ConcurrentHashMap<>();

	private @Nullable Ignored ignored;

	/**
	 * Creates an empty memory.
	 * @param clock tells how long ago one came
	 */
	public UnexpectedMessages(Clock clock) {
		this.clock = clock;
	}

	/**
	 * A message came in an envelope that the settings do not expect.
	 * @param sentence one of few: what came and what to do
	 */
	void unexpectedEnvelope(String sentence) {
		this.unexpectedEnvelopes.put(sentence, this.clock.instant());
	}

	/**
	 * An event of another type was ignored.
	 */
	synchronized void ignored(String eventType) {
		this.ignored = new Ignored((this.ignored != null) ? this.ignored.count() + 1 : 1, eventType);
	}

	/**
	 * The envelopes of recent messages that the settings do not expect.
	 * @return a sentence with the remedy for each kind, in alphabetical order
	 */
	public List<String> unexpectedEnvelopes() {
		Instant since = this.clock.instant().minus(RECENT);
		return this.unexpectedEnvelopes.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().isBefore(since))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	/**
	 * The events of other types that were ignored.
	 * @return {@code null} if there were none since the start
	 */
	public synchronized @Nullable Ignored ignored() {
		return this.ignored;
	}

	/**
	 * Events of other types.
	 *
	 * @param count how many since the start
	 * @param lastType the type of the last one
	 */
	public record Ignored(long count, String lastType) {
	}

}
