package io.bookings.consumer.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mail servers that are down, refuse, or break off.
 */
class MailServerFaultsIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(SandboxService.Kind.PROVIDER);

	@Test
	void aServerThatIsDownForAWhileGetsEachMailOnce() throws Exception {
		GreenMail first = new GreenMail(ServerSetup.SMTP.dynamicPort());
		first.start();
		int port = first.getSmtp().getPort();
		first.stop();
		try (NotifierFixture notifier = start(port)) {
			notifier.source.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule(IntStream.range(0, 20).mapToObj((i) -> "b-" + i).toArray(String[]::new));
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.waiting() == 20 && notifier.failedProbes("email") > 0);
			GreenMail second = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
			second.start();
			try {
				await().atMost(NotifierFixture.patience())
					.until(() -> notifier.statuses().values().stream().allMatch("SENT"::equals));
				List<String> ids = new CopyOnWriteArrayList<>();
				for (MimeMessage message : second.getReceivedMessages()) {
					ids.add(message.getMessageID());
				}
				assertThat(ids).hasSize(20).doesNotHaveDuplicates();
			}
			finally {
				second.stop();
			}
		}
	}

	@Test
	void anAddressThatIsRefusedForGoodIsTriedOnce() {
		try (ScriptedSmtp smtp = new ScriptedSmtp((command) -> command.startsWith("RCPT") ? "550 no such user" : null);
				NotifierFixture notifier = start(smtp.port())) {
			notifier.source.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(notifier.lastError("b-1")).isEqualTo("the mail server refuses it with SMTP 550");
			assertThat(notifier.history("b-1")).hasSize(1);
		}
	}

	@Test
	void aServerThatIsBusyIsTriedAgainUntilTheAttemptsAreUsedUp() {
		try (ScriptedSmtp smtp = new ScriptedSmtp((command) -> command.startsWith("RCPT") ? "451 try later" : null);
				NotifierFixture notifier = start(smtp.port(), "booking.notification.max-attempts=3")) {
			notifier.source.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(notifier.lastError("b-1")).isEqualTo("the mail server answers SMTP 451");
			assertThat(notifier.history("b-1")).hasSize(3);
		}
	}

	@Test
	void aServerThatBreaksOffAfterTheDataIsSentTheSameMessageIdAgain() {
		try (ScriptedSmtp smtp = new ScriptedSmtp((command) -> command.equals(".") ? "" : null);
				NotifierFixture notifier = start(smtp.port(), "booking.notification.max-attempts=3")) {
			notifier.source.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(smtp.lines.stream().filter((line) -> line.startsWith("Message-ID:"))).hasSize(3);
			assertThat(smtp.lines.stream().filter((line) -> line.startsWith("Message-ID:")).distinct()).hasSize(1);
		}
	}

	@Test
	void aSlowServerGetsEachMailOnceThoughTheOthersWaitLongerThanAHeartbeat() {
		String[] heartbeat = { "db-scheduler.heartbeat-interval=200ms", "db-scheduler.missed-heartbeats-limit=4" };
		try (ScriptedSmtp smtp = new ScriptedSmtp((command) -> {
			if (command.equals(".")) {
				LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()); // that is how
																		// slow it is
			}
			return null;
		});
				NotifierFixture first = start(smtp.port(), heartbeat);
				NotifierFixture second = start(smtp.port(), heartbeat)) {
			first.source.contacts.put("r-1", contact("r-1", "email"));
			second.source.contacts.put("r-1", contact("r-1", "email"));
			first.schedule(IntStream.range(0, 60).mapToObj((i) -> "b-" + i).toArray(String[]::new));
			await().atMost(NotifierFixture.patience())
				.until(() -> first.statuses().values().stream().allMatch("SENT"::equals));
			assertThat(smtp.lines.stream().filter((line) -> line.startsWith("Message-ID:"))).hasSize(60)
				.doesNotHaveDuplicates();
		}
	}

	private NotifierFixture start(int port, String... settings) {
		String[] all = Arrays.copyOf(settings, settings.length + 2);
		all[settings.length] = "spring.mail.host=127.0.0.1";
		all[settings.length + 1] = "spring.mail.port=" + port;
		return NotifierFixture.start(this.service, all);
	}

	/**
	 * An SMTP server that answers what a test says: another reply, or {@code ""} for
	 * breaking off.
	 */
	private static final class ScriptedSmtp implements AutoCloseable {

		final List<String> lines = new CopyOnWriteArrayList<>();

		private final ServerSocket server;

		private final UnaryOperator<String> script;

		ScriptedSmtp(UnaryOperator<String> script) {
			this.script = script;
			try {
				this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			Thread.ofVirtual().start(this::accept);
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void accept() {
			while (!this.server.isClosed()) {
				try {
					Socket socket = this.server.accept();
					Thread.ofVirtual().start(() -> serve(socket));
				}
				catch (IOException ex) {
					// the test has gone
				}
			}
		}

		private void serve(Socket socket) {
			try (socket;
					BufferedReader reader = new BufferedReader(
							new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
				talk(socket, reader);
			}
			catch (IOException ex) {
				// the client has gone
			}
		}

		private void talk(Socket socket, BufferedReader reader) throws IOException {
			reply(socket, "220 ready");
			boolean data = false;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
				if (data && !line.equals(".")) {
					continue;
				}
				data = line.equals("DATA");
				String scripted = this.script.apply(line);
				if ("".equals(scripted)) {
					return;
				}
				reply(socket, (scripted != null) ? scripted : data ? "354 go on" : "250 ok");
				if (line.equals("QUIT")) {
					return;
				}
			}
		}

		private static void reply(Socket socket, String reply) throws IOException {
			socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
		}

		@Override
		public void close() {
			try {
				this.server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
