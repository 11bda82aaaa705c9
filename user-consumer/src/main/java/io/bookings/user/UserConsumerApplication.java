package io.bookings.user;

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
 * The service that consumes {@code BOOKING_CONFIRMED}. Its API does not use the
 * pagination of Spring Data.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = DataWebAutoConfiguration.class)
public class UserConsumerApplication {

	/**
	 * Starts the service.
	 * @param args command line arguments, which are settings in the form
	 * {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(UserConsumerApplication.class, args);
	}

	@Bean
	Contacts userContacts(JdbcClient jdbc, ContactCipher cipher) {
		return new Contacts(jdbc, "user_profile", "user_id", cipher);
	}

	@Bean
	BookingTable bookingTable(JdbcClient jdbc) {
		return new BookingTable(jdbc, "booking_confirmation", Person.Kind.USER, """
				booking_id as "bookingId", provider_id as "providerId", accepted_at as "acceptedAt",
				user_id as "userId", slot_id as "slotId", slot_start as "slotStart", slot_end as "slotEnd",
				received_at as "receivedAt\"""");
	}

}
