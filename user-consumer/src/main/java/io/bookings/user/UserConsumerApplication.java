package io.bookings.user;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

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

}
