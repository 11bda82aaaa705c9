package io.bookings.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The message of a start that fails. Unit tests cover the other messages.
 */
class StartFailureIntegrationTests {

	private final Map<String, String> environment = new LinkedHashMap<>(
			Sandbox.shared().isolated(ServiceKind.PROVIDER).environment());

	@Test
	void aMissingQueueUrlIsNamed() {
		this.environment.remove("SQS_BOOKING_REQUEST_QUEUE_URL");
		assertFailsWith("A setting is missing: ", "SQS_BOOKING_REQUEST_QUEUE_URL");
	}

	@Test
	void aWrongPasswordOfTheDatabaseIsNamedAndNotShown() {
		this.environment.put("SPRING_DATASOURCE_PASSWORD", "not-the-password");
		String output = assertFailsWith("The database refuses the login: the role or the password is wrong.",
				"SPRING_DATASOURCE_PASSWORD");
		assertThat(output).doesNotContain("not-the-password");
	}

	/**
	 * It is listened to while the service waits for an answer from the database.
	 */
	@Test
	void aSilentDatabaseHoldsNeitherTheStartNorAStop() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			silent.setSoTimeout((int) Duration.ofMinutes(5).toMillis());
			this.environment.put("SPRING_DATASOURCE_URL",
					"jdbc:postgresql://127.0.0.1:%d/bookings".formatted(silent.getLocalPort()));
			try (ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, this.environment)) {
				silent.accept();
				process.requestStop();
				assertThat(process.awaitExit()).isEqualTo(143);
				assertThat(process.output()).contains("Stopped during the start")
					.doesNotContain("APPLICATION FAILED TO START");
			}
			assertFailsWith("The database cannot be reached: it does not answer.");
		}
	}

	private String assertFailsWith(String... sentences) {
		try (ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, this.environment)) {
			assertThat(process.awaitExit()).isNotZero();
			assertThat(process.output()).contains("APPLICATION FAILED TO START")
				.contains(sentences)
				.doesNotContain("\tat ");
			return process.output();
		}
	}

}
