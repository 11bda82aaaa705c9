package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Outages of a channel.
 */
class ChannelOutageIntegrationTests {

	private static final int MAX_ATTEMPTS = 3;

	/** The deliveries that run at the same time, of which each may connect once. */
	private static final int THREADS = 10;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void anOutageLongerThanAllAttemptsFailsNoNotification() {
		try (SmtpStandIn smtp = SmtpStandIn.unavailable(); NotifierFixture notifier = start(smtp)) {
			notifier.schedule(bookings(30));
			await().atMost(NotifierFixture.patience()).until(() -> smtp.connections() > THREADS + 3 * MAX_ATTEMPTS);
			smtp.work();
			await().atMost(NotifierFixture.patience())
				.untilAsserted(() -> assertThat(notifier.statuses().values()).containsOnly("SENT"));
			assertThat(smtp.messageIds()).hasSize(30).doesNotHaveDuplicates();
			assertThat(attempts(notifier)).containsOnly(1);
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.channelStatus("email").equals("WORKING") && notifier.tasks() == 0);
		}
	}

	@Test
	void instancesShareThePauseAndOneProbeConnectsAtATime() {
		try (SmtpStandIn smtp = SmtpStandIn.unavailable();
				NotifierFixture first = start(smtp);
				NotifierFixture second = start(smtp)) {
			first.schedule(bookings(20));
			await().atMost(NotifierFixture.patience()).until(() -> first.waiting() == 20);
			smtp.mostOpen();
			int before = smtp.connections();
			await().atMost(NotifierFixture.patience()).until(() -> smtp.connections() > before + 5);
			assertThat(smtp.mostOpen()).isEqualTo(1);
			second.schedule("late");
			await().atMost(NotifierFixture.patience()).until(() -> first.waiting() == 21);
			assertThat(health(first)).startsWith("paused since ")
				.contains(", because the mail server answers SMTP 421. Look up the code", " 21 notifications wait");
			assertThat(health(second)).startsWith("paused since ");
			smtp.work();
			await().atMost(NotifierFixture.patience())
				.untilAsserted(() -> assertThat(first.statuses().values()).containsOnly("SENT"));
			assertThat(smtp.messageIds()).hasSize(21).doesNotHaveDuplicates();
			await().atMost(NotifierFixture.patience())
				.until(() -> first.channelStatus("email").equals("WORKING") && first.tasks() == 0);
			assertThat(health(first)).isEqualTo("working");
		}
	}

	@Test
	void aRefusedRecipientEndsThePauseAndIsTheOnlyOneThatFails() {
		try (SmtpStandIn smtp = SmtpStandIn.unavailable(); NotifierFixture notifier = start(smtp)) {
			notifier.contacts.put("gone", contact("gone", "email"));
			notifier.recipient("b-0", "gone");
			notifier.schedule(bookings(3));
			await().atMost(NotifierFixture.patience()).until(() -> notifier.waiting() == 3);
			smtp.answer((command) -> command.startsWith("RCPT TO:<gone") ? "550 no such user" : null);
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.statuses()
					.equals(Map.of("b-0/email", "FAILED", "b-1/email", "SENT", "b-2/email", "SENT")));
			notifier.schedule("b-3");
			await().atMost(NotifierFixture.patience()).until(() -> "SENT".equals(notifier.statuses().get("b-3/email")));
		}
	}

	@Test
	void aNotificationWhoseSlotStartsDuringAnOutageExpires() {
		try (SmtpStandIn smtp = SmtpStandIn.unavailable(); NotifierFixture notifier = start(smtp)) {
			notifier.schedule(bookings(3));
			await().atMost(NotifierFixture.patience()).until(() -> notifier.waiting() == 3);
			notifier.source.notices = (bookingId) -> TestNotifier.Source.content("r-1", Instant.now().minusSeconds(1));
			await().atMost(NotifierFixture.patience())
				.untilAsserted(() -> assertThat(notifier.statuses().values()).containsOnly("EXPIRED"));
			await().atMost(NotifierFixture.patience())
				.until(() -> notifier.channelStatus("email").equals("WORKING") && notifier.tasks() == 0);
			assertThat(smtp.messageIds()).isEmpty();
		}
	}

	@Test
	void aRecipientForWhomTheServerAlwaysClosesTheConnectionDoesNotStopTheOthers() {
		try (SmtpStandIn smtp = new SmtpStandIn((command) -> command.startsWith("RCPT TO:<odd") ? "421 bye" : null);
				NotifierFixture notifier = start(smtp)) {
			notifier.contacts.put("odd", contact("odd", "email"));
			notifier.recipient("b-0", "odd");
			notifier.schedule("b-0");
			await().atMost(NotifierFixture.patience()).until(() -> notifier.failedProbes("email") > 0);
			for (int i = 1; !"FAILED".equals(notifier.statuses().get("b-0/email")); i++) {
				String bookingId = "b-" + i;
				notifier.schedule(bookingId);
				await().atMost(NotifierFixture.patience())
					.until(() -> "SENT".equals(notifier.statuses().get(bookingId + "/email")));
			}
			assertThat(notifier.lastError("b-0")).isEqualTo("the mail server answers SMTP 421");
			assertThat(smtp.messageIds()).doesNotHaveDuplicates();
		}
	}

	private static String health(NotifierFixture notifier) {
		notifier.context.getBean(ChannelMonitor.class).refresh();
		return String.valueOf(Objects
			.requireNonNull(notifier.context.getBean(NotificationHealthIndicator.class).health().getDetails())
			.get("email"));
	}

	private static List<Integer> attempts(NotifierFixture notifier) {
		return notifier.jdbc.sql("select distinct attempts from notification").query(Integer.class).list();
	}

	private static String[] bookings(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "b-" + i).toArray(String[]::new);
	}

	private NotifierFixture start(SmtpStandIn smtp, String... settings) {
		String[] all = Stream.concat(
				Stream.of("spring.mail.host=127.0.0.1", "spring.mail.port=" + smtp.port(),
						"booking.notification.max-attempts=" + MAX_ATTEMPTS,
						"booking.notification.probe-back-off.initial=100ms",
						"booking.notification.probe-back-off.max=100ms", "booking.notification.max-per-second=100"),
				Arrays.stream(settings))
			.toArray(String[]::new);
		NotifierFixture notifier = NotifierFixture.start(this.service, all);
		notifier.contacts.put("r-1", contact("r-1", "email"));
		return notifier;
	}

}
