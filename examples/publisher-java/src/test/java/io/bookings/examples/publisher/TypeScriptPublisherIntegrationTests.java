package io.bookings.examples.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests the publisher in TypeScript where its packages are installed. The build does not
 * install them, because it does not need the network.
 */
class TypeScriptPublisherIntegrationTests {

	private static final Path MODULE = Path.of("..", "publisher-typescript");

	private static final Path LOG = Path.of("target", "typescript.log");

	private final SandboxService requests = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final SandboxService confirmations = Sandbox.shared().isolated(ServiceKind.USER);

	@BeforeAll
	static void requirePackages() throws IOException {
		assumeThat(Files.isDirectory(MODULE.resolve("node_modules")))
			.as("Skipped, because the packages of the publisher in TypeScript are not installed. "
					+ "To install them: npm ci --prefix examples/publisher-typescript")
			.isTrue();
		Files.deleteIfExists(LOG);
	}

	@Test
	void eventsGoThroughTheQueuesAsTheCodecReadsThem() throws InterruptedException, IOException {
		node("node_modules/typescript/bin/tsc");
		node("dist/src/main.js", "55");
		Set<String> ids = IntStream.rangeClosed(1, 55).mapToObj((i) -> "booking-" + i).collect(Collectors.toSet());
		QueueContent created = QueueContent.drain(this.requests);
		QueueContent confirmed = QueueContent.drain(this.confirmations);
		assertThat(created.messages()).hasSize(55);
		assertThat(created.hashesByBooking(BookingCreated.TYPE).keySet()).isEqualTo(ids);
		assertThat(confirmed.messages()).hasSize(55);
		assertThat(confirmed.hashesByBooking(BookingConfirmed.TYPE).keySet()).isEqualTo(ids);
		assertThat(created.tracesByBooking(BookingCreated.TYPE))
			.isEqualTo(confirmed.tracesByBooking(BookingConfirmed.TYPE));
		node("--test", "dist/test/");
	}

	@Test
	void typesAreThoseOfTheSchemas() throws InterruptedException, IOException {
		Path generated = Path.of("target", "events.ts").toAbsolutePath();
		node("generate.mjs", generated.toString());
		assertThat(generated).as("To generate the types: npm run generate --prefix examples/publisher-typescript")
			.hasSameTextualContentAs(MODULE.resolve("src/events.ts"));
	}

	private void node(String... arguments) throws InterruptedException, IOException {
		List<String> command = Stream.concat(Stream.of("node"), Stream.of(arguments)).toList();
		try (PublisherProcess process = PublisherProcess.start(command, MODULE, LOG, this.requests, this.confirmations,
				this.requests, Map.of("PUBLISHER_PREFIX", "booking"))) {
			assertThat(process.await()).as(Files.readString(LOG)).isZero();
		}
	}

}
