package io.bookings.consumer.log;

import org.jspecify.annotations.Nullable;

/**
 * Escapes text from other systems for a log line, a subject or a message attribute. Line
 * separators, control characters and marks of direction become codes such as
 * {@code \\u202E}. Valid identifiers can contain such characters.
 */
public final class Printable {

	private Printable() {
	}

	/**
	 * Escapes a text.
	 * @param text any text
	 * @return the text, with codes instead of such characters; {@code "null"} for
	 * {@code null}
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
	 * Escapes a text and limits its length.
	 * @param text any text
	 * @param length the maximum number of characters of the text to use
	 * @return the text, possibly cut and with an ellipsis
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
	 * Whether a character needs no code. Control characters, line and paragraph
	 * separators, format characters (such as marks of direction and the byte order mark)
	 * and unpaired surrogates do. Joiners do not, because scripts need them.
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
