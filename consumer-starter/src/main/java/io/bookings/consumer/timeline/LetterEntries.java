package io.bookings.consumer.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.Letter;
import io.bookings.consumer.deadletter.LetterAction;
import io.bookings.consumer.deadletter.LetterDetails;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.web.PageSize;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a booking, and what was done with them.
 */
public class LetterEntries implements TimelineSource {

	/** A booking has few. Each is read with its body. */
	private static final PageSize MAX = new PageSize(20);

	private final DeadLetters letters;

	/**
	 * Creates the source.
	 * @param letters the dead letters
	 */
	public LetterEntries(DeadLetters letters) {
		this.letters = letters;
	}

	@Override
	public List<TimelineEntry> entries(String bookingId) {
		List<TimelineEntry> entries = new ArrayList<>();
		for (Letter letter : this.letters.find(LetterFilter.of(bookingId), MAX, null).items()) {
			entries.add(TimelineEntry.of((letter.failedAt() != null) ? letter.failedAt() : letter.collectedAt(),
					"dead letter", letter.eventType(), join("number " + letter.id(), letter.reason().code(),
							letter.detail(), "is " + letter.state().name())));
			this.letters.get(letter.id())
				.map(LetterDetails::actions)
				.orElse(List.of())
				.forEach((action) -> entries.add(entry(letter, action)));
		}
		return entries;
	}

	private static TimelineEntry entry(Letter letter, LetterAction action) {
		return TimelineEntry.of(action.requestedAt(),
				"dead letter " + action.kind().name().toLowerCase(Locale.ROOT) + " requested", letter.eventType(),
				join("number " + letter.id(), "by " + action.requestedBy(), action.why(), "is " + action.state(),
						action.outcome()));
	}

	private static String join(@Nullable String... parts) {
		return Stream.of(parts).filter((part) -> part != null && !part.isEmpty()).collect(Collectors.joining(", "));
	}

}
