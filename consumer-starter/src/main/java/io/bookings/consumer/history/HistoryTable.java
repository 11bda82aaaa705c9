package io.bookings.consumer.history;

import java.util.List;
import java.util.function.Function;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The table {@code booking_history}: entries such as duplicates and attempts to notify.
 * That an event took effect is in {@code processed_booking}. The migration that creates
 * the table also creates {@code notification}, because version 1.0 released both
 * together.
 */
public class HistoryTable {

	private static final String APPEND_LINES = appendRowsOf("""
			select booking_id, :eventType, what, detail
			from unnest(:bookingIds, :whats, :details) as t (booking_id, what, detail)""");

	private static final String APPEND_NEW_LINE = appendRowsOf("""
			select :bookingId, :eventType, :what, :detail
			where :detail is distinct from (
				select detail from booking_history where booking_id = :bookingId and what = :what
				order by id desc limit 1)""");

	private static final String PURGE = """
			delete from booking_history where id in (
				select id from booking_history
				where happened_at < now() - make_interval(secs => :seconds)
				limit :limit for update skip locked)""";

	private final JdbcClient jdbc;

	/**
	 * Creates the access to the table.
	 * @param jdbc the database
	 */
	public HistoryTable(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Returns a statement that appends the rows of a query, for code that changes another
	 * table in the same statement.
	 * @param query a query of the booking's id, the type of the event, what happened, and
	 * details or {@code null}
	 * @return the statement
	 */
	public static String appendRowsOf(String query) {
		return "insert into booking_history (booking_id, event_type, what, detail)\n" + query;
	}

	/**
	 * Appends lines in one statement.
	 * @param eventType the type of the events that the lines are about
	 * @param lines one line for each event
	 */
	public void append(String eventType, List<Line> lines) {
		this.jdbc.sql(APPEND_LINES)
			.param("eventType", eventType)
			.param("bookingIds", texts(lines, Line::bookingId))
			.param("whats", texts(lines, Line::what))
			.param("details", texts(lines, Line::detail))
			.update();
	}

	/**
	 * Appends a line, unless the booking's last line about the same has the same details.
	 * @param eventType the type of the event that the line is about
	 * @param line the line
	 * @return whether the line was appended
	 */
	public boolean appendIfNew(String eventType, Line line) {
		return this.jdbc.sql(APPEND_NEW_LINE)
			.param("eventType", eventType)
			.param("bookingId", line.bookingId())
			.param("what", line.what())
			.param("detail", line.detail())
			.update() > 0;
	}

	private static SqlArrayValue texts(List<Line> lines, Function<Line, String> column) {
		return new SqlArrayValue("text", lines.stream().map(column).toArray());
	}

	/**
	 * Deletes lines that are older than the age, and skips locked ones.
	 * @param ageInSeconds the minimum age of a deleted line
	 * @param limit the maximum number of lines to delete
	 * @return the number of deleted lines
	 */
	public int purge(long ageInSeconds, int limit) {
		return this.jdbc.sql(PURGE).param("seconds", ageInSeconds).param("limit", limit).update();
	}

	/**
	 * A line of a booking's history.
	 *
	 * @param bookingId the booking's id
	 * @param what what happened, in one or two words
	 * @param detail details
	 */
	public record Line(String bookingId, String what, String detail) {
	}

}
