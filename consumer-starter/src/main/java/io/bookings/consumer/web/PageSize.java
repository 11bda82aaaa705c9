package io.bookings.consumer.web;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The maximum number of items of a page.
 *
 * @param value from 1 to 100
 */
public record PageSize(@JsonValue int value) {

	/**
	 * The default size, as the text of a request parameter.
	 */
	public static final String DEFAULT = "20";

	static final int MAX = 100;

	/**
	 * Validates the size.
	 * @throws IllegalArgumentException if it is out of range
	 */
	public PageSize {
		if (value < 1 || value > MAX) {
			throw new IllegalArgumentException("Not from 1 to " + MAX);
		}
	}

	/**
	 * Parses a size. Spring finds this method by its name and uses it to convert request
	 * parameters.
	 * @param text a decimal number
	 * @return the size
	 * @throws IllegalArgumentException if the text is not a number or the number is out
	 * of range
	 */
	public static PageSize from(String text) {
		return new PageSize(Integer.parseInt(text));
	}

	/**
	 * Returns the number of rows to read: one more than the page has, to detect a next
	 * page.
	 * @return the number of rows
	 */
	public int rows() {
		return this.value + 1;
	}

}
