package io.bookings.consumer.privacy;

import java.util.Map;

import io.bookings.consumer.person.Person;

/**
 * Data about people in one or more tables. The erasure and the export use every bean of
 * this type.
 */
public interface PersonalData {

	/**
	 * Removes a person from some of the rows: deletes values, and replaces the id by the
	 * pseudonym. Called in a transaction of its own, again and again until it changes
	 * nothing. It may be called by two instances at the same time.
	 * @param person the person
	 * @param pseudonym the pseudonym that replaces the id
	 * @param limit how many rows to change at most; rows that belong to them, such as the
	 * history of a booking, do not count
	 * @return the number of rows that were changed, by a name in lower camel case for the
	 * receipt
	 */
	Map<String, Integer> erase(Person person, String pseudonym, int limit);

	/**
	 * Writes everything about a person.
	 * @param person the person
	 * @param export writes the rows
	 */
	void export(Person person, PersonExport export);

}
