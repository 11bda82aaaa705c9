package io.bookings.consumer.web;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items the items, newest first
 * @param next the value of {@code after} for the next page; absent on the last page
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, @Nullable String next) {

	/**
	 * Copies the items.
	 */
	public Page {
		items = List.copyOf(items);
	}

	/**
	 * Creates a page from up to {@link PageSize#rows()} rows in order.
	 * @param rows the rows
	 * @param size the maximum number of items
	 * @param cursor returns the position of a row
	 * @param item converts a row to an item
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
