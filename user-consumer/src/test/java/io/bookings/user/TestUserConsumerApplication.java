package io.bookings.user;

import io.bookings.sandbox.Sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service on a sandbox of its own, for whoever works on it:
 * {@code ./mvnw spring-boot:test-run -pl user-consumer}.
 */
final class TestUserConsumerApplication {

	private TestUserConsumerApplication() {
	}

	public static void main(String[] args) {
		Sandbox sandbox = Sandbox.start();
		// When the service is closed, which needs the sandbox to stop in good order.
		SpringApplication.getShutdownHandlers().add(sandbox::close);
		ConfigurableApplicationContext service = SpringApplication.run(UserConsumerApplication.class,
				sandbox.user().arguments(args));
		System.out.println(sandbox.user().nextSteps(service.getEnvironment().getRequiredProperty("local.server.port")));
	}

}
