package io.bookings.consumer.log;

import org.jspecify.annotations.Nullable;

/**
 * Text that came from outside, for a log line, a subject or a message's attribute: what a
 * viewer may take for a line break or a change of direction is shown as its code, as in
 * {@code \\u202E}. An identifier may hold such characters and still be valid.
 */
public final class Printable {

	private Printable() {
	}

	/**
	 * Shows what cannot be seen.
	 * @param text any text
	 * @return the text itself, unless it holds such characters; {@code "null"} for none
	 */
	public static String of(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		for (int i = 0; i < text.length(); i++) {
			if (!isPlain(text, i)) {
				return escape(text, i);
			}
		}
		return text;
	}

	/**
	 * Shows what cannot be seen, and not too much of it.
	 * @param text any text
	 * @param length how many characters of the text are used at most
	 * @return the text, possibly cut
	 */
	public static String of(String text, int length) {
		if (text.length() <= length) {
			return of(text);
		}
		int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
		return of(text.substring(0, end)) + "…";
	}

	private static String escape(String text, int from) {
		StringBuilder printable = new StringBuilder(text.length() + 16).append(text, 0, from);
		for (int i = from; i < text.length(); i++) {
			char character = text.charAt(i);
			if (isPlain(text, i)) {
				printable.append(character);
			}
			else {
				printable.append("\\u%04X".formatted((int) character));
			}
		}
		return printable.toString();
	}

	/**
	 * Control characters, line and paragraph separators, format characters (the marks of
	 * direction and the byte order mark are among them) and half surrogate pairs are not.
	 * Joiners are, because scripts need them.
	 */
	private static boolean isPlain(String text, int index) {
		char character = text.charAt(index);
		if (character >= ' ' && character < 0x7F) {
			return true;
		}
		boolean second = Character.isLowSurrogate(character) && index > 0
				&& Character.isHighSurrogate(text.charAt(index - 1));
		int codePoint = text.codePointAt(second ? index - 1 : index);
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				false;
			case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D;
			default -> true;
		};
	}

}
