package io.bookings.consumer.privacy;

import java.util.Map;

import io.bookings.consumer.person.Person;
import io.bookings.consumer.person.TextRedactor;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Dead letters in the table {@code dead_letter} that contain the id of a person, and what
 * was requested for them. The id is found as a word of the text. These tables have no
 * index for it, so each call reads all letters.
 */
public final class DeadLetterData implements PersonalData {

	private static final String ERASE = """
			with batch as (
				select id from dead_letter
				where body ~ :word or attributes::text ~ :word or detail ~ :word or outcome_detail ~ :word
				order by id limit :limit for update),
			changed as (
				update dead_letter l
				set body = regexp_replace(body, :word, :replaced, 'g'),
					attributes = regexp_replace(attributes::text, :word, :replaced, 'g')::jsonb,
					detail = regexp_replace(detail, :word, :replaced, 'g'),
					detail_group = regexp_replace(detail_group, :word, :replaced, 'g'),
					outcome_detail = regexp_replace(outcome_detail, :word, :replaced, 'g')
				from batch where l.id = batch.id
				returning 1),
			actions as (
				update dead_letter_action
				set body = regexp_replace(body, :word, :replaced, 'g'), why = regexp_replace(why, :word, :replaced, 'g'),
					detail = regexp_replace(detail, :word, :replaced, 'g')
				where body ~ :word or why ~ :word or detail ~ :word
				returning 1)
			select (select count(*) from changed) as letters, (select count(*) from actions) as actions""";

	private static final String EXPORT = """
			select id, booking_id as "bookingId", event_type as "eventType", state, reason, detail, body, attributes,
				collected_at as "collectedAt", closed_at as "closedAt"
			from dead_letter where body ~ :word or attributes::text ~ :word""";

	private final JdbcClient jdbc;

	private final TextRedactor redactor;

	/**
	 * Creates the access to the tables.
	 * @param jdbc the database
	 * @param redactor waits for letters that are being stored
	 */
	public DeadLetterData(JdbcClient jdbc, TextRedactor redactor) {
		this.jdbc = jdbc;
		this.redactor = redactor;
	}

	@Override
	public Map<String, Integer> erase(Person person, String pseudonym, int limit) {
		this.redactor.awaitStored();
		return this.jdbc.sql(ERASE)
			.param("word", NotificationData.word(person.id()))
			.param("replaced", "\\1" + pseudonym + "\\2")
			.param("limit", limit)
			.query((row, number) -> Map.of("deadLetters", row.getInt("letters"), "deadLetterActions",
					row.getInt("actions")))
			.single();
	}

	@Override
	public void export(Person person, PersonExport export) {
		export.rows("deadLetters", EXPORT, Map.of("word", NotificationData.word(person.id())));
	}

}
