package io.bookings.consumer.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.person.Pseudonym;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code erasure}: receipts, and the work that is left. It contains the id only
 * until the erasure is finished.
 */
class ErasureTable {

	private static final String CLEAR_WHEN_FINISHED = """
			person_id = case when forward and forwarded_at is null then person_id end, pseudonym = null""";

	private final JdbcClient jdbc;

	ErasureTable(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Work insert(Person person, @Nullable String requestedBy, boolean forward) {
		Work work = new Work(UUID.randomUUID(), person, Pseudonym.create(), forward);
		this.jdbc.sql("""
				insert into erasure (id, person_kind, person_id, pseudonym, requested_at, requested_by, forward,
					next_attempt_at)
				values (:id, :kind, :personId, :pseudonym, clock_timestamp(), :requestedBy, :forward,
					clock_timestamp() + interval '10 seconds')""")
			.param("id", work.id())
			.param("kind", person.kind().name())
			.param("personId", person.id())
			.param("pseudonym", work.pseudonym())
			.param("requestedBy", requestedBy, Types.VARCHAR)
			.param("forward", forward)
			.update();
		return work;
	}

	/**
	 * Selects an erasure that is due, and postpones it for other instances.
	 */
	Optional<Work> next() {
		return this.jdbc.sql("""
				update erasure set next_attempt_at = clock_timestamp() + interval '1 minute'
				where id = (
					select id from erasure where person_id is not null and next_attempt_at <= clock_timestamp()
					order by next_attempt_at limit 1 for update skip locked)
				returning id, person_kind, person_id, pseudonym, forward and forwarded_at is null as forward""")
			.query((row, number) -> work(row))
			.optional();
	}

	private static Work work(ResultSet row) throws SQLException {
		return new Work(row.getObject("id", UUID.class),
				new Person(Person.Kind.valueOf(row.getString("person_kind")), row.getString("person_id")),
				row.getString("pseudonym"), row.getBoolean("forward"));
	}

	void add(UUID id, Map<String, Integer> changed) {
		changed.forEach((name, rows) -> this.jdbc.sql("""
				update erasure set erased = jsonb_set(erased, array[:name],
					to_jsonb(coalesce((erased ->> :name)::integer, 0) + :rows))
				where id = :id""").param("name", name).param("rows", rows).param("id", id).update());
	}

	void erased(UUID id) {
		this.jdbc
			.sql("update erasure set erased_at = coalesce(erased_at, clock_timestamp()), %s where id = :id"
				.formatted(CLEAR_WHEN_FINISHED))
			.param("id", id)
			.update();
	}

	void forwarded(UUID id) {
		this.jdbc.sql("update erasure set forwarded_at = clock_timestamp(), person_id = null where id = :id")
			.param("id", id)
			.update();
	}

	/**
	 * Postpones an erasure after a failure.
	 * @return the number of failures
	 */
	int failed(UUID id, Instant next) {
		return this.jdbc.sql("""
				update erasure set attempts = attempts + 1, next_attempt_at = :next where id = :id
				returning attempts""")
			.param("next", OffsetDateTime.ofInstant(next, java.time.ZoneOffset.UTC))
			.param("id", id)
			.query(Integer.class)
			.single();
	}

	int failures(UUID id) {
		return this.jdbc.sql("select attempts from erasure where id = :id")
			.param("id", id)
			.query(Integer.class)
			.single();
	}

	Optional<ErasureReceipt> receipt(UUID id) {
		return this.jdbc
			.sql("""
					select id, person_kind, requested_at, requested_by, erased_at, erased::text as erased, forward, forwarded_at
					from erasure where id = :id""")
			.param("id", id)
			.query((row, number) -> receipt(row))
			.optional();
	}

	private static ErasureReceipt receipt(ResultSet row) throws SQLException {
		Map<String, Integer> erased = new TreeMap<>();
		JsonMapper.shared()
			.readTree(row.getString("erased"))
			.forEachEntry((name, rows) -> erased.put(name, rows.asInt()));
		return new ErasureReceipt(row.getObject("id", UUID.class), Person.Kind.valueOf(row.getString("person_kind")),
				Columns.instant(row, "requested_at"), row.getString("requested_by"),
				Columns.instantOrNull(row, "erased_at"), erased, forwarding(row));
	}

	private static ErasureReceipt.@Nullable Forwarding forwarding(ResultSet row) throws SQLException {
		if (!row.getBoolean("forward")) {
			return null;
		}
		return (row.getObject("forwarded_at") != null) ? ErasureReceipt.Forwarding.DONE
				: ErasureReceipt.Forwarding.PENDING;
	}

	/**
	 * What is left of an erasure.
	 *
	 * @param id the id of the receipt
	 * @param person the person
	 * @param pseudonym replaces the id; {@code null} when this service has finished its
	 * part
	 * @param forward whether another service has to erase the person, too
	 */
	record Work(UUID id, Person person, @Nullable String pseudonym, boolean forward) {

	}

}
