package io.bookings.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

import org.jspecify.annotations.Nullable;

/**
 * Reads date-times as defined by RFC 3339, section 5.6. The formatters of
 * {@code java.time} also accept years of other lengths, omitted seconds and offsets with
 * seconds.
 */
final class Rfc3339 {

	private static final int MIN_LENGTH = "2000-01-01T00:00:00Z".length();

	private static final int FRACTION = "2000-01-01T00:00:00".length();

	private static final int OFFSET_LENGTH = "+00:00".length();

	private static final int MAX_OFFSET_MINUTES = 18 * 60;

	private static final int INVALID = -1;

	private Rfc3339() {
	}

	/**
	 * Parses a date-time.
	 * @return the instant, or null if the text is not a date-time
	 */
	static @Nullable Instant parse(String text) {
		if (text.length() < MIN_LENGTH || !hasSeparators(text)) {
			return null;
		}
		int year = number(text, 0, 4);
		int month = number(text, 5, 7);
		int day = number(text, 8, 10);
		int hour = number(text, 11, 13);
		int minute = number(text, 14, 16);
		int second = number(text, 17, 19);
		if (!isDate(year, month, day) || !isTime(hour, minute) || second < 0 || second > 59) {
			return null;
		}
		int offsetStart = (text.charAt(FRACTION) == '.') ? endOfDigits(text, FRACTION + 1) : FRACTION;
		int nanos = nanos(text, FRACTION + 1, offsetStart);
		int offset = offsetMinutes(text, offsetStart);
		if (nanos == INVALID || Math.abs(offset) > MAX_OFFSET_MINUTES) {
			return null;
		}
		long minutes = (LocalDate.of(year, month, day).toEpochDay() * 24 + hour) * 60 + minute - offset;
		return Instant.ofEpochSecond(minutes * 60 + second, nanos);
	}

	private static boolean hasSeparators(String text) {
		return text.charAt(4) == '-' && text.charAt(7) == '-' && (text.charAt(10) == 'T' || text.charAt(10) == 't')
				&& text.charAt(13) == ':' && text.charAt(16) == ':';
	}

	private static boolean isDate(int year, int month, int day) {
		return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
	}

	private static boolean isTime(int hour, int minute) {
		return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
	}

	/* Without a fraction, the end is before the start. */
	private static int nanos(String text, int start, int end) {
		if (end < start) {
			return 0;
		}
		int digits = end - start;
		if (digits < 1 || digits > 9) {
			return INVALID;
		}
		int nanos = number(text, start, end);
		for (int i = digits; i < 9; i++) {
			nanos *= 10;
		}
		return nanos;
	}

	/*
	 * Integer.MAX_VALUE, which is larger than any offset, if the text is not an offset.
	 */
	private static int offsetMinutes(String text, int start) {
		int length = text.length() - start;
		if (length == 1 && (text.charAt(start) == 'Z' || text.charAt(start) == 'z')) {
			return 0;
		}
		if (length != OFFSET_LENGTH || text.charAt(start + 3) != ':') {
			return Integer.MAX_VALUE;
		}
		int hour = number(text, start + 1, start + 3);
		int minute = number(text, start + 4, start + 6);
		if (!isTime(hour, minute)) {
			return Integer.MAX_VALUE;
		}
		return switch (text.charAt(start)) {
			case '+' -> hour * 60 + minute;
			case '-' -> -(hour * 60 + minute);
			default -> Integer.MAX_VALUE;
		};
	}

	private static int endOfDigits(String text, int start) {
		int end = start;
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		return end;
	}

	private static int number(String text, int start, int end) {
		int number = 0;
		for (int i = start; i < end; i++) {
			if (!isDigit(text.charAt(i))) {
				return INVALID;
			}
			number = number * 10 + text.charAt(i) - '0';
		}
		return number;
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

}
