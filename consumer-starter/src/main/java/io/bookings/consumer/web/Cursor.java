package io.bookings.consumer.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

import io.bookings.events.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that is sorted by time and id, newest first. Unlike a page number it
 * stays right while rows come and go. Callers get it as opaque text.
 *
 * @param at the time of the row that was shown last
 * @param id the id of the row that was shown last
 */
public record Cursor(Instant at, String id) {

	/* Later than any time of the contract. */
	private static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59Z"), "");

	/**
	 * The place that a request asks for.
	 * @param requested the cursor from the request, {@code null} for the first page
	 * @return the cursor, or the place before everything
	 */
	public static Cursor orStart(@Nullable Cursor requested) {
		return Objects.requireNonNullElse(requested, START);
	}

	/**
	 * Reads what {@link #toString()} has written. Found by its name as the converter of
	 * request parameters.
	 * @param text the opaque text
	 * @return the cursor
	 * @throws IllegalArgumentException if the text is no cursor
	 */
	public static Cursor from(String text) {
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
			Instant at = Instant.parse(parts[0]);
			if (at.isBefore(Instant.EPOCH) || at.isAfter(START.at)) {
				throw new IllegalArgumentException("Out of range"); // also for PostgreSQL
			}
			return new Cursor(at, new Identifier(parts[1]).value());
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("No cursor", ex);
		}
	}

	/**
	 * @return the cursor as opaque text that needs no escaping in a URL
	 */
	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.at + " " + this.id).getBytes(StandardCharsets.UTF_8));
	}

}
