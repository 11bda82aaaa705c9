package io.bookings.consumer.cancelled;

import io.bookings.consumer.notification.Contacts;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A service that consumes {@code BOOKING_CANCELLED}.
 */
@SpringBootApplication
class CancellationConsumerApplication {

	@Bean
	Contacts providerContacts(JdbcClient jdbc) {
		return new Contacts(jdbc, "provider_contact", "provider_id");
	}

}
