package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublisherEnvironmentIntegrationTests {

	@Test
	void publishersHaveTheQueuesAndADatabaseOfTheirOwn() throws SQLException {
		Map<String, String> environment = PublisherEnvironment.create(Sandbox.shared());
		for (SandboxService service : Sandbox.shared().services()) {
			assertThat(environment).containsEntry(service.kind().queueVariable(), service.queueUrl());
		}
		try (Connection connection = DriverManager.getConnection(environment.get("SPRING_DATASOURCE_URL"),
				environment.get("SPRING_DATASOURCE_USERNAME"), environment.get("SPRING_DATASOURCE_PASSWORD"))) {
			assertThat(connection.getCatalog()).isEqualTo("booking_publisher");
		}
		assertThat(PublisherEnvironment.shell(environment).lines()).hasSameSizeAs(environment.keySet())
			.contains("export AWS_REGION='us-east-1'");
	}

}
