package io.bookings.consumer.deadletter;

/**
 * Text that PostgreSQL can store. It refuses U+0000 and unpaired surrogates. Amazon SQS
 * refuses them as well, but other servers of its API may not.
 */
final class Storable {

	private Storable() {
	}

	static String of(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.isHighSurrogate(character) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
			}
			else if (character == 0 || Character.isSurrogate(character)) {
				return replaced(text);
			}
		}
		return text;
	}

	private static String replaced(String text) {
		StringBuilder storable = new StringBuilder(text.length());
		text.codePoints()
			.forEach((codePoint) -> storable.appendCodePoint(
					(codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) ? 0xFFFD : codePoint));
		return storable.toString();
	}

}
