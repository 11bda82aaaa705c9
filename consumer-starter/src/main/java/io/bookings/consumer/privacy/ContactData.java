package io.bookings.consumer.privacy;

import java.util.List;
import java.util.Map;

import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.person.Person;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contact of a person.
 */
class ContactData implements PersonalData {

	private final Contacts contacts;

	private final Person.Kind kind;

	ContactData(Contacts contacts, Person.Kind kind) {
		this.contacts = contacts;
		this.kind = kind;
	}

	@Override
	public Map<String, Integer> erase(Person person, String pseudonym, int limit) {
		boolean removed = person.kind() == this.kind && this.contacts.remove(person.id());
		return Map.of("contacts", removed ? 1 : 0);
	}

	@Override
	public void export(Person person, PersonExport export) {
		if (person.kind() == this.kind) {
			export.documents("contacts",
					this.contacts.row(person.id())
						.map((row) -> List.of(JsonMapper.shared().writeValueAsString(row)))
						.orElse(List.of()));
		}
	}

}
