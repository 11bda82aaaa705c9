package io.bookings.consumer.privacy;

import java.util.Map;
import java.util.TreeMap;

import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.person.Person;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contacts and the notifications of a service.
 */
public final class ServiceData implements PersonalData {

	private final ContactData contacts;

	private final NotificationData notifications;

	/**
	 * Creates the access to the tables.
	 * @param jdbc the database
	 * @param bookings the service's table of bookings, which says whom it notifies
	 * @param contacts the contacts of those
	 */
	public ServiceData(JdbcClient jdbc, BookingTable bookings, Contacts contacts) {
		this.contacts = new ContactData(contacts, bookings.notified());
		this.notifications = new NotificationData(jdbc, bookings.notified());
	}

	@Override
	public Map<String, Integer> erase(Person person, String pseudonym, int limit) {
		Map<String, Integer> rows = new TreeMap<>(this.contacts.erase(person, pseudonym, limit));
		rows.putAll(this.notifications.erase(person, pseudonym, limit));
		return rows;
	}

	@Override
	public void export(Person person, PersonExport export) {
		this.contacts.export(person, export);
		this.notifications.export(person, export);
	}

}
