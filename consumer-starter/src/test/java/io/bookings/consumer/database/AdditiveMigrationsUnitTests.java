package io.bookings.consumer.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * During a rolling deployment, the previous version runs on the migrated database.
 * Therefore a migration after 1.0.0 may only add tables, indexes and columns that this
 * version does not have to know. See docs/deployment.md.
 */
class AdditiveMigrationsUnitTests {

	private static final String TABLE = "(?:if not exists )?([a-z_]+)";

	private static final Pattern CREATE_TABLE = Pattern.compile("create table " + TABLE + " \\(.*\\)");

	private static final Pattern CREATE_INDEX = Pattern
		.compile("create (unique )?index (?:if not exists )?[a-z_]+ on ([a-z_]+) .*");

	private static final Pattern ALTER_TABLE = Pattern.compile("alter table ([a-z_]+) (add .*)");

	private static final Pattern ADD_COLUMN = Pattern.compile("add column (?:if not exists )?([a-z_]+) (.+)");

	private static final Pattern ADD_CHECK = Pattern.compile("add constraint [a-z_]+ check \\((.*)\\)");

	/** The words of a check that are not columns. */
	private static final Set<String> SQL = Set.of("in", "is", "not", "null", "and", "or", "between", "like", "true",
			"false", "num_nulls", "num_nonnulls", "length", "any", "array", "coalesce");

	@Test
	void migrationsAfterTheReleaseOnlyAdd() throws IOException {
		Map<String, String> migrations = migrations();
		assertThat(migrations).hasSizeGreaterThan(ReleasedMigrationsUnitTests.RELEASED.size());
		Set<String> newTables = new HashSet<>();
		migrations.forEach((name, sql) -> {
			if (!ReleasedMigrationsUnitTests.RELEASED.containsKey(name)) {
				assertThat(refused(sql, newTables)).as(name).isEmpty();
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table a (id bigint); create unique index b on a (id);",
			"alter table notification add column a text, add column b integer not null default 0;",
			"alter table notification add column a text, add constraint b check (a in ('drop table', 'B'));",
			"-- drop table notification;\ncreate index a on notification (id) where status = 'SENT';" })
	void additionsAreAllowed(String sql) {
		assertThat(refused(sql, new HashSet<>())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table notification", "alter table notification drop column status",
			"alter table notification add column a text, drop column status",
			"alter table notification rename column status to state", "alter table notification rename to message",
			"alter table notification alter column status type integer using 0",
			"alter table notification alter column channel set not null",
			"alter table notification add column a text not null", "alter table notification add column a text unique",
			"alter table notification add column a text references booking_history",
			"alter table notification add constraint a check (status <> 'SENT')",
			"alter table notification add column a text, add constraint b check (a is null or attempts = 0)",
			"alter table notification add constraint a unique (booking_id)",
			"create unique index a on notification (booking_id)", "drop index notification_pending",
			"delete from notification", "update notification set status = 'SENT'", "truncate notification",
			"do $$ begin execute 'drop table notification'; end $$",
			"create trigger a before insert on notification execute function a()" })
	void everythingElseIsRefused(String sql) {
		assertThat(refused("create index b on notification (id); " + sql + ";", new HashSet<>()))
			.containsExactly(normal(sql));
	}

	/**
	 * Returns the statements that are not additions.
	 * @param newTables the tables that were created after the release, to which the
	 * tables of this migration are added
	 */
	private static List<String> refused(String sql, Set<String> newTables) {
		List<String> refused = new ArrayList<>();
		for (String statement : normal(sql).split(";")) {
			if (!statement.isBlank() && !isAddition(statement.strip(), newTables)) {
				refused.add(statement.strip());
			}
		}
		return refused;
	}

	private static boolean isAddition(String statement, Set<String> newTables) {
		Matcher table = CREATE_TABLE.matcher(statement);
		if (table.matches()) {
			return newTables.add(table.group(1));
		}
		Matcher index = CREATE_INDEX.matcher(statement);
		if (index.matches()) {
			return index.group(1) == null || newTables.contains(index.group(2));
		}
		Matcher alteration = ALTER_TABLE.matcher(statement);
		if (!alteration.matches()) {
			return false;
		}
		Set<String> newColumns = new HashSet<>();
		return newTables.contains(alteration.group(1))
				|| parts(alteration.group(2)).stream().allMatch((part) -> isOptional(part, newColumns));
	}

	/**
	 * Whether a part of an alteration adds a column that the previous version can omit,
	 * or a rule for such columns.
	 */
	private static boolean isOptional(String part, Set<String> newColumns) {
		Matcher column = ADD_COLUMN.matcher(part);
		if (column.matches()) {
			newColumns.add(column.group(1));
			String definition = column.group(2);
			boolean optional = !definition.contains("not null") || definition.contains(" default ");
			return optional
					&& Stream.of("unique", "references", "primary key", "check").noneMatch(definition::contains);
		}
		Matcher check = ADD_CHECK.matcher(part);
		return check.matches() && Pattern.compile("[a-z_][a-z0-9_]*")
			.matcher(check.group(1))
			.results()
			.map(MatchResult::group)
			.allMatch((word) -> newColumns.contains(word) || SQL.contains(word));
	}

	/**
	 * Splits at the commas that are outside of parentheses.
	 */
	private static List<String> parts(String list) {
		List<String> parts = new ArrayList<>();
		int depth = 0;
		int begin = 0;
		for (int i = 0; i < list.length(); i++) {
			char character = list.charAt(i);
			depth += (character == '(') ? 1 : (character == ')') ? -1 : 0;
			if (character == ',' && depth == 0) {
				parts.add(list.substring(begin, i).strip());
				begin = i + 1;
			}
		}
		parts.add(list.substring(begin).strip());
		return parts;
	}

	/**
	 * Removes comments, the content of texts, and line breaks.
	 */
	private static String normal(String sql) {
		return sql.replaceAll("--[^\n]*", "")
			.replaceAll("(?s)/\\*.*?\\*/", "")
			.replaceAll("(?s)\\$\\$.*?\\$\\$", "code")
			.replaceAll("'(?:[^']|'')*'", "''")
			.replaceAll("\\s+", " ")
			.toLowerCase(Locale.ROOT)
			.strip();
	}

	/**
	 * Returns the migrations of all modules in the order of their versions.
	 */
	private static Map<String, String> migrations() throws IOException {
		Map<String, String> migrations = new TreeMap<>();
		try (Stream<Path> modules = Files.list(Path.of(".."))) {
			for (Path folder : modules.map((module) -> module.resolve("src/main/resources/db/migration"))
				.filter(Files::isDirectory)
				.toList()) {
				try (Stream<Path> files = Files.walk(folder)) {
					files.filter(Files::isRegularFile)
						.forEach((file) -> migrations.put(file.getFileName().toString(), read(file)));
				}
			}
		}
		return migrations;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
