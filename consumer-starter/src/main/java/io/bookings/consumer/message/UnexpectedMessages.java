package io.bookings.consumer.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers messages in an unexpected envelope and ignored events of other types, so that
 * health can show them. Safe for use by several threads at once.
 */
public final class UnexpectedMessages {

	/**
	 * How long health shows an issue after the last such message.
	 */
	static final Duration RECENT = Duration.ofMinutes(10);

	private final Clock clock;

	private final Map<String, Instant> unexpectedEnvelopes = new ConcurrentHashMap<>();

	private @Nullable Ignored ignored;

	/**
	 * Creates an empty memory.
	 * @param clock the current time
	 */
	public UnexpectedMessages(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Remembers an unexpected envelope.
	 * @param sentence the issue with its remedy, one of a few possible sentences
	 */
	void unexpectedEnvelope(String sentence) {
		this.unexpectedEnvelopes.put(sentence, this.clock.instant());
	}

	/**
	 * Counts an ignored event of another type.
	 */
	synchronized void ignored(String eventType) {
		this.ignored = new Ignored((this.ignored != null) ? this.ignored.count() + 1 : 1, eventType);
	}

	/**
	 * Returns the unexpected envelopes of recent messages.
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
	 * Returns the ignored events of other types.
	 * @return the count and the last type, or {@code null} if there were none since the
	 * start
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
