package io.bookings.consumer.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.history.BookingHistory;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The entries of a booking in this service: its history, its notifications, and what the
 * sources add.
 */
class LocalEntries {

	private static final String NOTIFICATIONS = """
			select event_type, channel, recipient, status, attempts, last_error, created_at, receipt, receipt_detail,
				traceparent
			from notification where booking_id = :bookingId order by id limit 100""";

	private final JdbcClient jdbc;

	private final List<TimelineSource> sources;

	LocalEntries(JdbcClient jdbc, List<TimelineSource> sources) {
		this.jdbc = jdbc;
		this.sources = List.copyOf(sources);
	}

	List<TimelineEntry> of(String bookingId) {
		List<TimelineEntry> entries = new ArrayList<>();
		BookingHistory.entries(bookingId, this.jdbc)
			.forEach((entry) -> entries
				.add(TimelineEntry.of(entry.at(), entry.what(), entry.eventType(), entry.detail())));
		entries.addAll(this.jdbc.sql(NOTIFICATIONS)
			.param("bookingId", bookingId)
			.query((row, number) -> notification(row))
			.list());
		this.sources.forEach((source) -> entries.addAll(source.entries(bookingId)));
		return entries;
	}

	private static TimelineEntry notification(ResultSet row) throws SQLException {
		Instant created = Columns.instant(row, "created_at");
		String detail = Stream.of(row.getString("last_error"), row.getString("receipt_detail"))
			.filter((text) -> text != null && !text.isEmpty())
			.reduce((one, other) -> one + "; " + other)
			.orElse(null);
		return new TimelineEntry(created, null, "notification created", row.getString("event_type"), detail,
				new TimelineEntry.Notification(row.getString("channel"), row.getString("recipient"),
						row.getString("status"), row.getInt("attempts"), row.getString("receipt")),
				traceId(row.getString("traceparent")), null);
	}

	/**
	 * The second field of a {@code traceparent}.
	 */
	private static @Nullable String traceId(@Nullable String traceparent) {
		String[] fields = (traceparent != null) ? traceparent.split("-") : new String[0];
		return (fields.length > 1) ? fields[1] : null;
	}

}
