package io.bookings.provider;

import io.bookings.consumer.notification.ContactCipher;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.privacy.BookingTable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.autoconfigure.web.DataWebAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service that consumes {@code BOOKING_CREATED}. Its API does not use the pagination
 * of Spring Data.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = DataWebAutoConfiguration.class)
public class ProviderConsumerApplication {

	/**
	 * Starts the service.
	 * @param args command line arguments, which are settings in the form
	 * {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(ProviderConsumerApplication.class, args);
	}

	@Bean
	Contacts providerContacts(JdbcClient jdbc, ContactCipher cipher) {
		return new Contacts(jdbc, "provider_contact", "provider_id", cipher);
	}

	@Bean
	BookingTable bookingTable(JdbcClient jdbc) {
		return new BookingTable(jdbc, "booking_request", Person.Kind.PROVIDER, """
				booking_id as "bookingId", user_id as "userId", provider_id as "providerId", slot_id as "slotId",
				slot_start as "slotStart", slot_end as "slotEnd", requested_at as "requestedAt",
				received_at as "receivedAt\"""");
	}

}
