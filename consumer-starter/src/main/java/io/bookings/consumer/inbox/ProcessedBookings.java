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
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.Person;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The table {@code processed_booking}, which detects duplicates and conflicts.
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

	private final String insertAndLookUp;

	private volatile boolean serverEndsTransactions;

	/**
	 * Creates the table's access.
	 * @param statements runs the statements
	 * @param timeouts the time-outs of each transaction
	 */
	public ProcessedBookings(NamedParameterJdbcOperations statements, DatabaseTimeouts timeouts) {
		this.statements = statements;
		this.jdbc = JdbcClient.create(statements);
		this.insertAndLookUp = timeouts.forTransaction() + ";\n" + INSERT + ";\n" + ErasedPeople.LOCK_AND_FIND;
	}

	/**
	 * Whether the server has {@code transaction_timeout}, as PostgreSQL does since
	 * version 17.
	 * @return {@code false} before the first transaction
	 */
	boolean serverEndsTransactions() {
		return this.serverEndsTransactions;
	}

	/**
	 * Sets the transaction's time-outs, records the deliveries that are new, and looks up
	 * people who were erased, in one round trip. It records them in the order of their
	 * booking ids, so that two transactions cannot deadlock. It waits up to
	 * {@code lock_timeout} for another transaction that records the same id.
	 * @param eventType the name of the events' type
	 * @param deliveries one delivery for each booking id, sorted by it
	 * @param people the people whose ids the deliveries contain
	 * @return the ids that were not recorded before, and who was erased
	 */
	Inserted insert(String eventType, SortedMap<String, ? extends Delivery<?>> deliveries, ErasedPeople.LookUp people) {
		Collection<? extends Delivery<?>> values = deliveries.values();
		Map<String, Object> parameters = new HashMap<>(people.parameters());
		parameters.put("eventType", eventType);
		parameters.put("bookingIds", text(deliveries.keySet().stream()));
		parameters.put("contentHashes", new SqlArrayValue("bytea",
				(Object[]) values.stream().map(Delivery::contentHash).toArray(byte[][]::new)));
		parameters.put("messageIds", text(values.stream().map((delivery) -> delivery.message().messageId())));
		return Objects.requireNonNull(this.statements.execute(this.insertAndLookUp, parameters, (statement) -> {
			statement.execute();
			this.serverEndsTransactions = strings(statement.getResultSet()).contains(DatabaseTimeouts.TRANSACTION);
			statement.getMoreResults();
			Set<String> firstTime = strings(statement.getResultSet());
			statement.getMoreResults(); // of the locks
			statement.getMoreResults();
			return new Inserted(firstTime, people.pseudonyms(statement.getResultSet()));
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
	 * Returns the recorded content hash of each booking id.
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
	 * Deletes rows older than the age, except those that another transaction has locked.
	 * @param ageInSeconds the age in seconds
	 * @param limit how many rows to delete at most
	 * @return how many were deleted
	 */
	public int purge(long ageInSeconds, int limit) {
		return this.jdbc.sql(PURGE).param("seconds", ageInSeconds).param("limit", limit).update();
	}

	private static SqlArrayValue text(Stream<?> values) {
		return new SqlArrayValue("text", values.toArray());
	}

	/**
	 * The result of an insert.
	 *
	 * @param firstTime the booking ids that were not recorded before
	 * @param pseudonyms the pseudonyms of people who were erased
	 */
	record Inserted(Set<String> firstTime, Map<Person, String> pseudonyms) {

	}

}
