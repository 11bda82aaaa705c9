package io.bookings.consumer.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A real pooler in transaction mode with its defaults, where one is installed.
 */
class PgBouncerIntegrationTests {

	private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

	private static final int MESSAGES = 300;

	@TempDir
	private Path directory;

	@Test
	void aServiceBehindItConsumesWithoutAPauseOrADeadLetter() throws IOException {
		assumeThat(PROGRAM).as("PgBouncer is not installed here").isExecutable();
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		int port = freePort();
		Process pooler = start(service, port);
		try {
			await().atMost(ConsumerFixture.patience()).until(() -> isOpen(port));
			IntStream.range(0, MESSAGES).forEach((i) -> service.send(body("b-" + i)));
			try (ConsumerFixture fixture = ConsumerFixture.start(service,
					"spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/bookings".formatted(port))) {
				await().atMost(ConsumerFixture.patience())
					.untilAsserted(() -> assertThat(fixture.stored()).hasSize(MESSAGES));
				await().atMost(ConsumerFixture.patience()).untilAsserted(fixture::assertQueueEmpty);
				assertThat(fixture.deadLetters()).isEmpty();
				assertThat(fixture.context.getBean(PollingPause.class).total()).isZero();
			}
		}
		finally {
			pooler.destroy();
		}
	}

	private Process start(SandboxService service, int port) throws IOException {
		URI server = URI.create(service.jdbcUrl().substring("jdbc:".length()));
		Path settings = Files.writeString(this.directory.resolve("pgbouncer.ini"),
				"""
						[databases]
						bookings = host=%s port=%d dbname=%s user=%s password=%s
						[pgbouncer]
						listen_addr = 127.0.0.1
						listen_port = %d
						auth_type = any
						pool_mode = transaction
						default_pool_size = 4
						unix_socket_dir =
						%s
						""".formatted(server.getHost(), server.getPort(), server.getPath().substring(1),
						service.username(), service.password(), port,
						// It does not run as root.
						System.getProperty("user.name").equals("root") ? "user = nobody" : ""));
		return new ProcessBuilder(PROGRAM.toString(), settings.toString()).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("pgbouncer.log").toFile())
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static boolean isOpen(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
