package io.bookings.consumer.web;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How many items a page has at most.
 *
 * @param value from 1 to 100
 */
public record PageSize(@JsonValue int value) {

	/**
	 * The size for requests that name none, as the text of a parameter's default.
	 */
	public static final String DEFAULT = "20";

	static final int MAX = 100;

	/**
	 * Checks the size.
	 * @throws IllegalArgumentException if it is out of range
	 */
	public PageSize {
		if (value < 1 || value > MAX) {
			throw new IllegalArgumentException("Not from 1 to " + MAX);
		}
	}

	/**
	 * Reads a size. Found by its name as the converter of request parameters.
	 * @param text a decimal number
	 * @return the size
	 * @throws IllegalArgumentException if the text is no number or the number is out of
	 * range
	 */
	public static PageSize from(String text) {
		return new PageSize(Integer.parseInt(text));
	}

	/**
	 * How many rows to read: one more than are shown, which tells whether there is a next
	 * page.
	 * @return the number of rows
	 */
	public int rows() {
		return this.value + 1;
	}

}
