package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SampleRunIntegrationTests {

	@Test
	void aRunWithoutServicesReportsNothingAsSettled() throws SQLException, InterruptedException {
		try (Sandbox sandbox = Sandbox.start()) {
			createTables(sandbox.provider(), "booking_request");
			createTables(sandbox.user(), "booking_confirmation");
			String report = new SampleRun(sandbox, Duration.ofMillis(1)).run();
			assertThat(report.lines()).filteredOn((line) -> line.contains("not settled"))
				.hasSize(6)
				.allMatch((line) -> line.contains("none"));
			assertThat(report).contains("3 x not settled")
				.contains("Mails in the mailbox after all these messages: 0")
				.doesNotContain("processed", "rejected", "SENT");
			assertThat(sandbox.provider().messages().visible()).isEqualTo(4);
			assertThat(sandbox.user().messages().visible()).isEqualTo(4);
		}
	}

	private static void createTables(SandboxService service, String table) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create table processed_booking (event_type text, booking_id text, message_id text)");
			statement.execute("create table dead_letter (source_message_id text, reason text, detail text)");
			statement.execute("create table %s (booking_id text)".formatted(table));
		}
	}

}
