package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mail servers that are down, refuse, or break off.
 */
class MailServerFaultsIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void aServerThatIsDownForAWhileGetsEachMailOnce() throws Exception {
		int port = Ports.free();
		try (NotifierFixture notifier = start(port)) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
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

	/**
	 * Servers limit the mails of a connection in different ways, and close connections
	 * that are not used.
	 */
	@Test
	void aConnectionIsUsedForSeveralMailsAndReplacedIfTheServerNoLongerAcceptsIt() {
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> null); NotifierFixture notifier = start(smtp.port())) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			send(notifier, "kept", 40);
			assertThat(smtp.connections()).isLessThan(40);
			for (String limit : List.of(SmtpStandIn.CLOSE, "421 4.7.0 closing", "452 4.5.3 too many mails",
					"550 5.5.1 too many mails")) {
				smtp.answer((command) -> command.equals(SmtpStandIn.FURTHER_MAIL) ? limit : null);
				int before = smtp.connections();
				send(notifier, "limit of " + limit, 20);
				assertThat(smtp.connections() - before).as(limit).isGreaterThanOrEqualTo(10);
			}
			assertThat(smtp.messageIds()).hasSize(120).doesNotHaveDuplicates();
			assertThat(smtp.sentMessageIds()).hasSize(120);
			assertThat(notifier.jdbc.sql("select count(*) from booking_history where detail <> 'email, attempt 1'")
				.query(Integer.class)
				.single()).isZero();
			await().atMost(NotifierFixture.patience()).until(() -> smtp.openConnections() == 0);
		}
	}

	private static void send(NotifierFixture notifier, String name, int mails) {
		notifier.schedule(IntStream.range(0, mails).mapToObj((i) -> name + " " + i).toArray(String[]::new));
		await().atMost(NotifierFixture.patience())
			.until(() -> notifier.statuses().values().stream().allMatch("SENT"::equals));
	}

	@Test
	void anAddressThatIsRefusedForGoodIsTriedOnce() {
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> command.startsWith("RCPT") ? "550 no such user" : null);
				NotifierFixture notifier = start(smtp.port())) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(notifier.lastError("b-1")).isEqualTo("the mail server refuses it with SMTP 550");
			assertThat(notifier.history("b-1")).hasSize(1);
		}
	}

	@Test
	void aServerThatIsBusyIsTriedAgainUntilTheAttemptsAreUsedUp() {
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> command.startsWith("RCPT") ? "451 try later" : null);
				NotifierFixture notifier = start(smtp.port(), "booking.notification.max-attempts=3")) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(notifier.lastError("b-1")).isEqualTo("the mail server answers SMTP 451");
			assertThat(notifier.history("b-1")).hasSize(3);
		}
	}

	@Test
	void aServerThatBreaksOffAfterTheDataIsSentTheSameMessageIdAgain() {
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> command.equals(".") ? SmtpStandIn.CLOSE : null);
				NotifierFixture notifier = start(smtp.port(), "booking.notification.max-attempts=3")) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses().equals(Map.of("b-1/email", "FAILED")));
			assertThat(smtp.sentMessageIds()).hasSize(3);
			assertThat(smtp.sentMessageIds().stream().distinct()).hasSize(1);
		}
	}

	@Test
	void aSlowServerGetsEachMailOnceThoughTheOthersWaitLongerThanAHeartbeat() {
		String[] heartbeat = { "db-scheduler.heartbeat-interval=200ms", "db-scheduler.missed-heartbeats-limit=12" };
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> {
			if (command.equals(".")) {
				LockSupport.parkNanos(Duration.ofSeconds(3).toNanos()); // a slow server
			}
			return null;
		});
				NotifierFixture first = start(smtp.port(), heartbeat);
				NotifierFixture second = start(smtp.port(), heartbeat)) {
			first.contacts.put("r-1", contact("r-1", "email"));
			second.contacts.put("r-1", contact("r-1", "email"));
			first.schedule(IntStream.range(0, 60).mapToObj((i) -> "b-" + i).toArray(String[]::new));
			await().atMost(NotifierFixture.patience().multipliedBy(3))
				.until(() -> first.statuses().values().stream().allMatch("SENT"::equals));
			assertThat(smtp.sentMessageIds()).hasSize(60).doesNotHaveDuplicates();
		}
	}

	private NotifierFixture start(int port, String... settings) {
		String[] all = Arrays.copyOf(settings, settings.length + 2);
		all[settings.length] = "spring.mail.host=127.0.0.1";
		all[settings.length + 1] = "spring.mail.port=" + port;
		return NotifierFixture.start(this.service, all);
	}

}
