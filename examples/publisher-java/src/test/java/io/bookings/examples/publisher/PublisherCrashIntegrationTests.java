package io.bookings.examples.publisher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PublisherCrashIntegrationTests {

	private static final int BOOKINGS = 2000;

	private final SandboxService requests = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final SandboxService confirmations = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient jdbc = JdbcClient.create(this.requests.dataSource());

	@Test
	void killedPublisherLosesNoBookingAndCausesNoConflict() throws InterruptedException {
		try (PublisherProcess first = start()) {
			await().atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(20))
				.until(() -> this.requests.messages().total() >= 300);
			first.kill();
		}
		assertThat(this.requests.messages().total()).isBetween(300, BOOKINGS - 1);
		try (PublisherProcess second = start()) {
			assertThat(second.await()).isZero();
		}
		assertThat(count("booking")).isEqualTo(BOOKINGS);
		assertThat(count("outbox")).isZero();

		QueueContent created = QueueContent.drain(this.requests);
		QueueContent confirmed = QueueContent.drain(this.confirmations);
		Map<String, Set<String>> hashes = created.hashesByBooking(BookingCreated.TYPE);
		assertThat(hashes.keySet()).isEqualTo(bookingIds());
		assertThat(hashes.values()).allSatisfy((contents) -> assertThat(contents).hasSize(1));
		hashes = confirmed.hashesByBooking(BookingConfirmed.TYPE);
		assertThat(hashes.keySet()).isEqualTo(bookingIds());
		assertThat(hashes.values()).allSatisfy((contents) -> assertThat(contents).hasSize(1));
		assertThat(created.tracesByBooking(BookingCreated.TYPE))
			.isEqualTo(confirmed.tracesByBooking(BookingConfirmed.TYPE))
			.allSatisfy((booking, traces) -> assertThat(traces).hasSize(1));
		System.out.printf("%d bookings; messages: %d created, %d confirmed%n", BOOKINGS, created.messages().size(),
				confirmed.messages().size());
	}

	private PublisherProcess start() {
		return PublisherProcess.start(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), PublisherApplication.class.getName(),
						"--publisher.bookings=" + BOOKINGS, "--publisher.prefix=booking"),
				Path.of("."), Path.of("target", "crash.log"), this.requests, this.confirmations, this.requests,
				Map.of());
	}

	private long count(String table) {
		return this.jdbc.sql("select count(*) from " + table).query(Long.class).single();
	}

	private static Set<String> bookingIds() {
		return IntStream.rangeClosed(1, BOOKINGS).mapToObj((i) -> "booking-" + i).collect(Collectors.toSet());
	}

}
