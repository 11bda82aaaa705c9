package io.bookings.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what came that was not meant for the service, or not the way it came, as far
 * as health shows it. Safe for use by several threads at once.
 */
public final class Guests {

	/**
	 * For so long after the last such message it is a trouble, whose sentence says so.
	 */
	static final Duration RECENT = Duration.ofMinutes(10);

	private final Clock clock;

	private final Map<String, Instant> unfit = new ConcurrentHashMap<>();

	private @Nullable Ignored ignored;

	/**
	 * None so far.
	 * @param clock tells how long ago one came
	 */
	public Guests(Clock clock) {
		this.clock = clock;
	}

	/**
	 * A message's envelope is not the one of the setting.
	 * @param sentence one of few: what came and what to do
	 */
	void unfit(String sentence) {
		this.unfit.put(sentence, this.clock.instant());
	}

	/**
	 * An event of another type was ignored.
	 */
	synchronized void ignored(String eventType) {
		this.ignored = new Ignored((this.ignored != null) ? this.ignored.count() + 1 : 1, eventType);
	}

	/**
	 * What came lately in an envelope that the setting does not name.
	 * @return a sentence with the remedy for each kind, in the order of the alphabet
	 */
	public List<String> unfit() {
		Instant since = this.clock.instant().minus(RECENT);
		return this.unfit.entrySet()
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
