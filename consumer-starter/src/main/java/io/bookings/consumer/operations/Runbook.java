package io.bookings.consumer.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The runbook, docs/operations.md, as it was when this version was built. It quotes the
 * sentences of health, and so leads from a sentence to its section.
 */
class Runbook {

	private static final String FILE = "/operations/operations.md";

	private static final Pattern HEADING = Pattern.compile("(#{1,4}) (.*)");

	private static final Pattern QUOTE = Pattern.compile(" *> (.*)");

	private static final int SHORTEST = 20;

	private final Supplier<List<Section>> sections;

	private final @Nullable String url;

	/**
	 * Creates the runbook, which reads its file when a page needs it.
	 */
	Runbook(@Nullable String url) {
		this(Runbook::read, url);
	}

	Runbook(Supplier<String> text, @Nullable String url) {
		this.sections = SingletonSupplier.of(() -> parse(text.get()));
		this.url = (url == null || url.isBlank()) ? null : url.strip();
	}

	private static String read() {
		try (InputStream file = Runbook.class.getResourceAsStream(FILE)) {
			return (file != null) ? new String(file.readAllBytes(), StandardCharsets.UTF_8) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Section> parse(String text) {
		List<Section> sections = new ArrayList<>();
		List<String> lines = new ArrayList<>();
		String heading = "";
		int level = 0;
		boolean code = false;
		for (String line : text.lines().toList()) {
			code ^= line.startsWith("```");
			Matcher matcher = HEADING.matcher(line);
			if (!code && matcher.matches()) {
				add(sections, heading, level, lines);
				level = matcher.group(1).length();
				heading = matcher.group(2);
				lines.clear();
			}
			else {
				lines.add(line);
			}
		}
		add(sections, heading, level, lines);
		return List.copyOf(sections);
	}

	private static void add(List<Section> sections, String heading, int level, List<String> lines) {
		if (level > 0) {
			sections.add(new Section(heading, level, anchor(heading), String.join("\n", lines).strip(), quotes(lines)));
		}
	}

	/**
	 * As GitHub makes it.
	 */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
	}

	/**
	 * The quoted sentences, each as a pattern.
	 */
	private static List<Pattern> quotes(List<String> lines) {
		List<Pattern> patterns = new ArrayList<>();
		List<String> quote = new ArrayList<>();
		for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
			Matcher matcher = QUOTE.matcher(line);
			if (matcher.matches()) {
				quote.add(matcher.group(1).strip());
			}
			else if (!quote.isEmpty()) {
				String sentence = String.join(" ", quote);
				if (sentence.replace("…", "").length() >= SHORTEST) {
					patterns.add(Pattern.compile(Stream.of(sentence.split("…", -1))
						.map((part) -> part.isEmpty() ? "" : Pattern.quote(part))
						.collect(Collectors.joining(".*")), Pattern.DOTALL));
				}
				quote.clear();
			}
		}
		return patterns;
	}

	List<Section> sections() {
		return this.sections.get();
	}

	/**
	 * Returns the link to the section about a sentence of health.
	 * @param sentence the sentence
	 * @return the link, or {@code null} if no section quotes the sentence
	 */
	@Nullable Link find(String sentence) {
		// The section that quotes most of the sentence.
		return sections().stream()
			.filter((section) -> section.quotes().stream().anyMatch((quote) -> quote.matcher(sentence).find()))
			.max((one, other) -> Integer.compare(one.literal(sentence), other.literal(sentence)))
			.map((section) -> link(section.anchor()))
			.orElse(null);
	}

	/**
	 * Returns the link to a section.
	 * @param anchor the section's anchor
	 */
	Link link(String anchor) {
		String heading = sections().stream()
			.filter((section) -> section.anchor().equals(anchor))
			.map(Section::heading)
			.findFirst()
			.orElse("Operations");
		return new Link(heading, (this.url != null) ? this.url + '#' + anchor : null, anchor);
	}

	/**
	 * A link to a section.
	 *
	 * @param heading the section's heading
	 * @param url the address in your own runbook, or {@code null} for the one of this
	 * version
	 * @param anchor the section's anchor
	 */
	record Link(String heading, @Nullable String url, String anchor) {
	}

	/**
	 * A section of the runbook.
	 *
	 * @param heading the heading
	 * @param level the heading's level, from 1
	 * @param anchor the anchor of links to the section
	 * @param text the text without its subsections, in Markdown
	 * @param quotes the sentences that it explains
	 */
	record Section(String heading, int level, String anchor, String text, List<Pattern> quotes) {

		/**
		 * The number of characters of the longest quote that the sentence contains.
		 */
		int literal(String sentence) {
			return this.quotes.stream()
				.filter((quote) -> quote.matcher(sentence).find())
				.mapToInt((quote) -> quote.pattern().replace(".*", "").length())
				.max()
				.orElse(0);
		}

	}

}
