package io.bookings.consumer.deadletter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists of 100,000 letters.
 */
@Tag("database")
class LetterListsIntegrationTests {

	private static final int LETTERS = 100_000;

	private static final int OPEN = 30_000;

	private static JdbcClient jdbc;

	@BeforeAll
	static void fill() throws IOException {
		jdbc = filled(OPEN);
	}

	private static JdbcClient filled(int open) throws IOException {
		JdbcClient filled = JdbcClient.create(Sandbox.shared().isolated(ServiceKind.PROVIDER).dataSource());
		try (InputStream migration = LetterLists.class
			.getResourceAsStream("/db/migration/consumer/V202611270900__dead_letter.sql")) {
			filled.sql(new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8)).update();
		}
		filled
			.sql("""
					insert into dead_letter (message_id, source_message_id, body, body_sha256, body_bytes, attributes, reason,
						detail, detail_group, sent_by, event_type, booking_id, sent_at, collected_at, state, outcome, closed_at)
					select 'm' || i, 'm' || i, '{}', sha256(i::text::bytea), 2, '{}',
						case when i % 100 = 0 then 'failed' when i % 3 = 0 then 'conflict' else 'rejected' end,
						'detail ' || i, 'group ' || i % 20, 'service',
						case when i % 1000 = 0 then 'BOOKING_EXPIRED' else 'BOOKING_CREATED' end, 'booking-' || i / 2, now(),
						timestamptz '2026-11-01' + i * interval '1 second',
						case when i <= :open then 'OPEN' when i % 1000 = 1 then 'SENDING' else 'RESOLVED' end,
						case when i > :open then 'processed' end, case when i > :open then now() end
					from generate_series(1, :letters) as i""")
			.param("letters", LETTERS)
			.param("open", open)
			.update();
		filled.sql("vacuum analyze dead_letter").update();
		return filled;
	}

	static List<LetterFilter> filters() {
		return List.of(LetterFilter.in(), LetterFilter.in(LetterState.OPEN), LetterFilter.in(LetterState.SENDING),
				LetterFilter.of("booking-77"), filter(LetterReason.FAILED, null, null, null),
				filter(LetterReason.REJECTED, "group 7", null, null), filter(null, null, "BOOKING_EXPIRED", null),
				filter(null, null, null, Instant.parse("2026-11-01T01:00:00Z")));
	}

	private static LetterFilter filter(LetterReason reason, String group, String eventType, Instant until) {
		return new LetterFilter((group != null) ? Set.of(LetterState.OPEN) : Set.of(), reason, group, eventType, null,
				null, until);
	}

	@ParameterizedTest
	@MethodSource("filters")
	void anIndexServesEachList(LetterFilter filter) {
		String plan = explain(LetterLists.list(filter), filter.parameters());
		assertThat(plan).contains("Index").doesNotContain("Seq Scan");
	}

	@Test
	void anIndexServesGroupsAndCount() {
		LetterFilter open = LetterFilter.in(LetterState.OPEN);
		String groups = explain(LetterLists.grouped(open), open.parameters());
		String count = explain(LetterTable.COUNT, Map.of());
		assertThat(groups).contains("Index Only Scan using dead_letter_groups").doesNotContain("Seq Scan");
		assertThat(count).contains("Index Only Scan").doesNotContain("Seq Scan");
		assertThat(new LetterLists(jdbc).groups(open, 200)).hasSize(41).first().satisfies((group) -> {
			assertThat(group.count()).isGreaterThan(900);
			assertThat(group.detail()).startsWith("group ");
		});
	}

	@Test
	void anIndexServesTheGroupsThoughAllLettersAreOpen() throws IOException {
		LetterFilter open = LetterFilter.in(LetterState.OPEN);
		JdbcClient allOpen = filled(LETTERS);
		assertThat(explain(allOpen, LetterLists.grouped(open), open.parameters()))
			.contains("Index Only Scan using dead_letter_groups")
			.doesNotContain("Seq Scan");
		assertThat(new LetterLists(allOpen).groups(open, 200)).extracting(LetterGroup::count)
			.isSortedAccordingTo(Comparator.reverseOrder())
			.satisfies((counts) -> assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(LETTERS));
	}

	@Test
	void pagesHaveNoGapsAndNoRepeats() {
		LetterFilter filter = LetterFilter.of("booking-77");
		Page<Letter> first = page(filter, null);
		Page<Letter> second = page(filter, first.next());
		assertThat(first.items()).extracting(Letter::id).hasSize(1);
		assertThat(second.items()).extracting(Letter::id).hasSize(1).isNotEqualTo(first.items());
		assertThat(second.next()).isNull();
	}

	private static Page<Letter> page(LetterFilter filter, String after) {
		PageSize one = new PageSize(1);
		return Page.of(new LetterLists(jdbc).find(filter, (after != null) ? Cursor.from(after) : null, one.rows()), one,
				Letter::cursor, (letter) -> letter);
	}

	private static String explain(String statement, Map<String, Object> parameters) {
		return explain(jdbc, statement, parameters);
	}

	private static String explain(JdbcClient jdbc, String statement, Map<String, Object> parameters) {
		JdbcClient.StatementSpec explain = jdbc.sql("explain (analyze, costs off, timing off, buffers) " + statement)
			.params(parameters);
		if (statement.contains(":at")) {
			explain = explain.param("at", OffsetDateTime.parse("9999-12-31T23:59:59Z")).param("before", Long.MAX_VALUE);
		}
		if (statement.contains(":rows")) {
			explain = explain.param("rows", 21);
		}
		return String.join("\n", explain.query(String.class).list());
	}

}
