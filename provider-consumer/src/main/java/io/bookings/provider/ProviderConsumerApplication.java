package io.bookings.provider;

import io.bookings.consumer.notification.Contacts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service that consumes {@code BOOKING_CREATED}.
 */
@SpringBootApplication
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
	Contacts providerContacts(JdbcClient jdbc) {
		return new Contacts(jdbc, "provider_contact", "provider_id");
	}

}
