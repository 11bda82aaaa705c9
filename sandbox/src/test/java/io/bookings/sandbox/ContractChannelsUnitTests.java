package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the AsyncAPI document names the queues of the services.
 */
class ContractChannelsUnitTests {

	@Test
	void channelsOfTheContractAreTheQueuesOfTheServices() throws IOException {
		List<String> lines = Files
			.readAllLines(Path.of("..", "common-events", "src/main/resources/io/bookings/events/asyncapi.yaml"));
		for (ServiceKind kind : ServiceKind.values()) {
			assertThat(lines).contains("    address: " + kind.queueName(), "          name: " + kind.queueName(),
					"          name: " + kind.deadLetterQueueName());
		}
	}

}
