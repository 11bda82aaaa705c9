package io.bookings.consumer.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

import io.bookings.consumer.database.DatabaseTimeouts;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The table {@code processed_booking}: the inbox that makes a second delivery harmless.
 */
public class ProcessedBookings {

	private static final String INSERT = """
			insert into processed_booking (event_type, booking_id, content_hash, message_id, processed_at)
			select :eventType, booking_id, content_hash, message_id, now()
			from unnest(:bookingIds, :contentHashes, :messageIds) as t (booking_id, content_hash, message_id)
			on conflict do nothing
			returning booking_id""";

	private static final String FIND = """
			select booking_id, content_hash from processed_booking
			where event_type = :eventType and booking_id = any(:bookingIds)""";

	private static final String PURGE = """
			delete from processed_booking where (event_type, booking_id) in (
				select event_type, booking_id from processed_booking
				where processed_at < now() - make_interval(secs => :seconds)
				limit :limit for update skip locked)""";

	private final NamedParameterJdbcOperations statements;

	private final JdbcClient jdbc;

	private final String setTimeoutsAndInsert;

	private volatile boolean serverEndsTransactions;

	public ProcessedBookings(NamedParameterJdbcOperations statements, DatabaseTimeouts timeouts) {
		this.statements = statements;
		this.jdbc = JdbcClient.create(statements);
		this.setTimeoutsAndInsert = timeouts.forTransaction() + ";\n" + INSERT;
	}

	/**
	 * Whether the server ended a transaction that took too long when it was last asked.
	 * It does since PostgreSQL 17.
	 */
	boolean serverEndsTransactions() {
		return this.serverEndsTransactions;
	}

	/**
	 * Begins the transaction of a batch: sets the transaction's time-outs, in the same
	 * round trip, and records the deliveries that are new, in the order of their booking
	 * ids, so that two transactions cannot deadlock. Waits for a transaction that is
	 * about to record the same id, up to {@code lock_timeout}.
	 * @param deliveries one delivery for each booking id, sorted by it
	 * @return the ids that were not recorded before
	 */
	Set<String> insert(String eventType, SortedMap<String, ? extends Delivery<?>> deliveries) {
		Collection<? extends Delivery<?>> values = deliveries.values();
		Map<String, Object> parameters = Map.of("eventType", eventType, "bookingIds",
				text(deliveries.keySet().stream()), "contentHashes",
				new SqlArrayValue("bytea",
						(Object[]) values.stream().map(Delivery::contentHash).toArray(byte[][]::new)),
				"messageIds", text(values.stream().map((delivery) -> delivery.message().messageId())));
		return Objects.requireNonNull(this.statements.execute(this.setTimeoutsAndInsert, parameters, (statement) -> {
			statement.execute();
			this.serverEndsTransactions = strings(statement.getResultSet()).contains(DatabaseTimeouts.TRANSACTION);
			statement.getMoreResults();
			return strings(statement.getResultSet());
		}));
	}

	private static Set<String> strings(ResultSet rows) throws SQLException {
		Set<String> strings = new HashSet<>();
		while (rows.next()) {
			strings.add(rows.getString(1));
		}
		return strings;
	}

	/**
	 * The content hashes under which the booking ids were recorded.
	 */
	Map<String, byte[]> contentHashes(String eventType, Collection<String> bookingIds) {
		Map<String, byte[]> hashes = new HashMap<>();
		this.jdbc.sql(FIND)
			.param("eventType", eventType)
			.param("bookingIds", text(bookingIds.stream()))
			.query((row) -> {
				hashes.put(row.getString("booking_id"), row.getBytes("content_hash"));
			});
		return hashes;
	}

	/**
	 * Forgets ids older than the age, leaving alone rows that another transaction holds.
	 * @return how many were forgotten, at most {@code limit}
	 */
	public int purge(long ageInSeconds, int limit) {
		return this.jdbc.sql(PURGE).param("seconds", ageInSeconds).param("limit", limit).update();
	}

	private static SqlArrayValue text(Stream<?> values) {
		return new SqlArrayValue("text", values.toArray());
	}

}
