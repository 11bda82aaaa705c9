package io.bookings.consumer.privacy;

import java.util.Map;

import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.person.Person;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The notifications of a person in the table {@code notification}.
 */
class NotificationData implements PersonalData {

	/** The reason in notifications that are ended. */
	static final String ERASED = "the recipient was erased";

	/** Ends pending notifications, and removes what leads to the log of a mail server. */
	private static final String ERASE = """
			with batch as (
				select id, status from notification where recipient = :id order by id limit :limit for update),
			changed as (
				update notification n
				set recipient = :pseudonym, provider_message_id = null,
					last_error = case when n.status = 'PENDING' then :reason
						else regexp_replace(n.last_error, :word, '\\1' || :pseudonym || '\\2', 'g') end,
					receipt_detail = regexp_replace(n.receipt_detail, :word, '\\1' || :pseudonym || '\\2', 'g'),
					status = case when n.status = 'PENDING' then 'EXPIRED' else n.status end,
					attempt_started_at = null, wait_status = null
				from batch
				where n.id = batch.id
				returning n.booking_id, n.event_type, n.channel, batch.status as status),
			noted as (
			""" + HistoryTable.appendRowsOf("""
			select booking_id, event_type, 'notification expired', concat_ws(', ', channel, :reason)
			from changed where status = 'PENDING'""") + ")\nselect count(*) from changed";

	private static final String EXPORT = """
			select id, booking_id as "bookingId", event_type as "eventType", channel, recipient, status, attempts,
				last_error as "lastError", provider_message_id as "providerMessageId", created_at as "createdAt",
				sent_at as "sentAt", receipt, receipt_detail as "receiptDetail", receipt_at as "receiptAt"
			from notification where recipient = :id""";

	private final JdbcClient jdbc;

	private final Person.Kind notified;

	NotificationData(JdbcClient jdbc, Person.Kind notified) {
		this.jdbc = jdbc;
		this.notified = notified;
	}

	/**
	 * Returns a regular expression of PostgreSQL that finds an id as a whole word.
	 */
	static String word(String id) {
		return "(^|[^[:alnum:]_-])" + id.replaceAll("([^\\p{L}\\p{N}\\s])", "\\\\$1") + "($|[^[:alnum:]_-])";
	}

	@Override
	public Map<String, Integer> erase(Person person, String pseudonym, int limit) {
		if (person.kind() != this.notified) {
			return Map.of();
		}
		return Map.of("notifications",
				this.jdbc.sql(ERASE)
					.param("id", person.id())
					.param("pseudonym", pseudonym)
					.param("limit", limit)
					.param("reason", ERASED)
					.param("word", word(person.id()))
					.query(Integer.class)
					.single());
	}

	@Override
	public void export(Person person, PersonExport export) {
		if (person.kind() == this.notified) {
			export.rows("notifications", EXPORT, Map.of("id", person.id()));
		}
	}

}
