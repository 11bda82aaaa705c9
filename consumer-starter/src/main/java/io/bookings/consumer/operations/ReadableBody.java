package io.bookings.consumer.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.bookings.consumer.deadletter.BrokenRule;

/**
 * A body in lines that can be read. Only white space is added, so that duplicate fields,
 * long numbers and errors stay as they are.
 *
 * @param lines the lines
 * @param cut whether the end is left out
 */
record ReadableBody(List<Line> lines, boolean cut) {

	/** The number of characters that a page shows. */
	private static final int MAX = 64 * 1024;

	private static final Pattern FIELD = Pattern.compile("\\s*\"([^\"\\\\]*)\"\\s*:.*", Pattern.DOTALL);

	static ReadableBody of(String body, List<BrokenRule> rules) {
		String shown = (body.length() > MAX) ? body.substring(0, MAX) : body;
		Set<String> broken = rules.stream().map(BrokenRule::field).collect(Collectors.toSet());
		String text = (shown.stripLeading().startsWith("{") || shown.stripLeading().startsWith("[")) ? indent(shown)
				: shown;
		List<Line> lines = new ArrayList<>();
		text.lines().forEach((line) -> {
			Matcher field = FIELD.matcher(line);
			lines.add(new Line(line + "\n", field.matches() && broken.contains(field.group(1))));
		});
		return new ReadableBody(lines, shown.length() < body.length());
	}

	/**
	 * Puts each field and each element on a line of its own.
	 */
	static String indent(String json) {
		StringBuilder text = new StringBuilder(json.length() + json.length() / 4);
		int depth = 0;
		boolean string = false;
		for (int i = 0; i < json.length(); i++) {
			char c = json.charAt(i);
			if (string) {
				text.append(c);
				if (c == '\\' && i + 1 < json.length()) {
					text.append(json.charAt(++i));
				}
				string = c != '"';
				continue;
			}
			switch (c) {
				case '"' -> {
					string = true;
					text.append(c);
				}
				case '{', '[' -> {
					text.append(c);
					depth++;
					line(text, depth);
				}
				case '}', ']' -> {
					depth--;
					line(text, depth);
					text.append(c);
				}
				case ',' -> {
					text.append(c);
					line(text, depth);
				}
				case ':' -> text.append(": ");
				case ' ', '\t', '\n', '\r' -> {
				}
				default -> text.append(c);
			}
		}
		return text.toString();
	}

	private static void line(StringBuilder text, int depth) {
		text.append('\n').append("  ".repeat(Math.clamp(depth, 0, 20)));
	}

	/**
	 * A line.
	 *
	 * @param text the text with its line break
	 * @param broken whether its field breaks a rule
	 */
	record Line(String text, boolean broken) {

	}

}
