package io.bookings.consumer.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

import io.bookings.events.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list that is sorted by time and id, newest first. Unlike a page number,
 * it stays correct while rows are added and removed. In the API it is an opaque text.
 *
 * @param at the time of the last row of the previous page
 * @param id the id of the last row of the previous page
 */
public record Cursor(Instant at, String id) {

	/* Later than any time of the contract. */
	private static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59Z"), "");

	/**
	 * Returns the position of a request.
	 * @param requested the cursor of the request, or {@code null} for the first page
	 * @return the cursor, or the position before the first row
	 */
	public static Cursor orStart(@Nullable Cursor requested) {
		return Objects.requireNonNullElse(requested, START);
	}

	/**
	 * Parses the text of {@link #toString()}. Spring finds this method by its name and
	 * uses it to convert request parameters.
	 * @param text the opaque text
	 * @return the cursor
	 * @throws IllegalArgumentException if the text is not a cursor
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
			throw new IllegalArgumentException("Not a cursor", ex);
		}
	}

	/**
	 * Returns the cursor as text.
	 * @return an opaque text that needs no escaping in a URL
	 */
	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.at + " " + this.id).getBytes(StandardCharsets.UTF_8));
	}

}
