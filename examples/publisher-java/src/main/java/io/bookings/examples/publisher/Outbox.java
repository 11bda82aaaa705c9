package io.bookings.examples.publisher;

import java.util.List;

import io.bookings.events.BookingEvent;
import io.bookings.events.BookingEventCodec;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The events that SQS has not accepted yet. The codec writes the body once, in the
 * transaction of the booking. Each attempt sends this body, so it is always a repeat and
 * never a conflict.
 */
@Repository
class Outbox {

	private final JdbcClient jdbc;

	Outbox(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Adds an event in the transaction of the caller.
	 */
	void add(BookingEvent event, String traceparent) {
		this.jdbc.sql("insert into outbox (event_type, booking_id, body, traceparent) values (?, ?, ?, ?)")
			.params(event.eventType().name(), event.bookingId(), BookingEventCodec.encode(event), traceparent)
			.update();
	}

	/**
	 * Returns the next events of a type. Those that have failed come last, so that they
	 * do not delay others.
	 */
	List<Entry> waiting(String eventType, int limit) {
		return this.jdbc.sql("""
				select id, body, traceparent from outbox where event_type = ? and failure is null
				order by attempts, id limit ?""")
			.params(eventType, limit)
			.query((row, number) -> new Entry(row.getLong("id"), row.getString("body"), row.getString("traceparent")))
			.list();
	}

	/**
	 * Removes an event that SQS has accepted.
	 */
	void remove(List<Long> ids) {
		this.jdbc.sql("delete from outbox where id = any(?)").param(ids.toArray(Long[]::new)).update();
	}

	/**
	 * Stores that an attempt has failed. The event stays.
	 */
	void retryLater(long id) {
		this.jdbc.sql("update outbox set attempts = attempts + 1 where id = ?").param(id).update();
	}

	/**
	 * Stores that an event cannot be sent. It stays for an operator.
	 */
	void fail(long id, String reason) {
		this.jdbc.sql("update outbox set failure = ? where id = ?").params(reason, id).update();
	}

	/**
	 * Returns the number of events that will be sent.
	 */
	long size() {
		return this.jdbc.sql("select count(*) from outbox where failure is null").query(Long.class).single();
	}

	/**
	 * An event that waits.
	 *
	 * @param id the row
	 * @param body the body of the message
	 * @param traceparent the trace of the booking
	 */
	record Entry(long id, String body, String traceparent) {
	}

}
