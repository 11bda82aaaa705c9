package io.bookings.consumer.person;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Replaces the ids of erased people in texts that cannot be processed, such as bodies of
 * dead letters.
 */
public class TextRedactor {

	/** Strings of JSON. */
	private static final Pattern STRINGS = Pattern.compile("\"((?:[^\"\\\\]|\\\\.){1,1000})\"");

	private static final Pattern WORDS = Pattern.compile("[^\\s\"'<>{}\\[\\](),;=]+");

	private static final Pattern ESCAPES = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

	/** A character of an id, so that no part of a longer id is replaced. */
	private static final String PART_OF_ID = "[\\p{L}\\p{N}_-]";

	/** The maximum number of strings and of words in a text that are looked up. */
	private static final int MAX_CANDIDATES = 10_000;

	/** The key of the advisory lock of transactions that store texts. */
	private static final long LOCK = 0x626f6f6b_74657874L;

	private final ErasedPeople people;

	private final JdbcClient jdbc;

	/**
	 * Creates a redactor.
	 * @param people who was erased
	 * @param jdbc the database
	 */
	public TextRedactor(ErasedPeople people, JdbcClient jdbc) {
		this.people = people;
		this.jdbc = jdbc;
	}

	/**
	 * Finds the ids of erased people in some texts: strings of JSON, and words.
	 * @param texts the texts
	 * @return a function that replaces these ids by pseudonyms in a text
	 * @throws org.springframework.dao.DataAccessException if the database does not
	 * answer, unless nobody was erased when it last did
	 */
	public Function<String, String> redaction(Stream<String> texts) {
		if (!this.people.isAnyKnown()) {
			return Function.identity();
		}
		Set<String> candidates = texts.flatMap(TextRedactor::candidates).collect(Collectors.toSet());
		Set<Person> erased = this.people.erasedAmong(candidates.stream().flatMap(TextRedactor::people));
		Map<String, String> pseudonyms = new HashMap<>();
		candidates.stream()
			.filter((candidate) -> people(candidate).anyMatch(erased::contains))
			.forEach((candidate) -> pseudonyms.put(candidate, Pseudonym.create()));
		return (text) -> replace(text, pseudonyms);
	}

	private static Stream<String> candidates(String text) {
		return Stream.concat(STRINGS.matcher(text).results().limit(MAX_CANDIDATES).map((match) -> match.group(1)),
				WORDS.matcher(text).results().limit(MAX_CANDIDATES).map(MatchResult::group));
	}

	private static Stream<Person> people(String candidate) {
		String id = unescaped(candidate);
		return Arrays.stream(Person.Kind.values()).map((kind) -> new Person(kind, id));
	}

	private static String replace(String text, Map<String, String> pseudonyms) {
		String replaced = text;
		for (Map.Entry<String, String> entry : pseudonyms.entrySet()) {
			replaced = replaced.replaceAll("(?<!%1$s)%2$s(?!%1$s)".formatted(PART_OF_ID, Pattern.quote(entry.getKey())),
					entry.getValue());
		}
		return replaced;
	}

	/**
	 * Resolves the escapes of a JSON string that an id can contain.
	 */
	private static String unescaped(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		return ESCAPES.matcher(text)
			.replaceAll((escape) -> Matcher.quoteReplacement((escape.group(1) != null)
					? String.valueOf((char) Integer.parseInt(escape.group(1), 16)) : escape.group(2)));
	}

	/**
	 * Announces that the current transaction stores redacted texts. Call it before
	 * {@link #redaction}: an erasure waits for these transactions before it looks for the
	 * id in what they have stored.
	 */
	public void beginStoring() {
		lock("select pg_advisory_xact_lock_shared(:key)");
	}

	/**
	 * Waits for the transactions that called {@link #beginStoring}.
	 */
	public void awaitStored() {
		lock("select pg_advisory_xact_lock(:key)");
	}

	private void lock(String sql) {
		this.jdbc.sql(sql).param("key", LOCK).query((row) -> {
		});
	}

}
