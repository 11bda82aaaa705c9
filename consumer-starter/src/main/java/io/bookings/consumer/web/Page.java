package io.bookings.consumer.web;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items the items, newest first
 * @param next what to send as {@code after} to get the next page; absent on the last one
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, @Nullable String next) {

	/**
	 * Takes a copy of the items.
	 */
	public Page {
		items = List.copyOf(items);
	}

	/**
	 * A page of rows that were read in order, up to {@link PageSize#rows()} of them.
	 * @param rows the rows
	 * @param size how many of them to show
	 * @param cursor tells the place of a row
	 * @param item tells how a row is shown
	 * @param <R> the type of the rows
	 * @param <T> the type of the items
	 * @return the page
	 */
	public static <R, T> Page<T> of(List<R> rows, PageSize size, Function<R, Cursor> cursor, Function<R, T> item) {
		List<R> shown = rows.subList(0, Math.min(rows.size(), size.value()));
		String next = (rows.size() > shown.size()) ? cursor.apply(shown.getLast()).toString() : null;
		return new Page<>(shown.stream().map(item).toList(), next);
	}

}
