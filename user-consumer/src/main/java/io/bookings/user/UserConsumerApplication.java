package io.bookings.user;

import io.bookings.consumer.notification.Contacts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service that consumes {@code BOOKING_CONFIRMED}.
 */
@SpringBootApplication
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
	Contacts userContacts(JdbcClient jdbc) {
		return new Contacts(jdbc, "user_profile", "user_id");
	}

}
