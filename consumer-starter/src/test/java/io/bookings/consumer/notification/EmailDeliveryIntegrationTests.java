package io.bookings.consumer.notification;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Notifications on their way to a real SMTP server.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailDeliveryIntegrationTests {

	private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());

	private final NotifierFixture notifier;

	EmailDeliveryIntegrationTests() {
		this.mail.start();
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		this.notifier = NotifierFixture.start(service, "spring.mail.host=127.0.0.1",
				"spring.mail.port=" + this.mail.getSmtp().getPort());
	}

	@AfterAll
	void stop() {
		this.notifier.close();
		this.mail.stop();
	}

	@BeforeEach
	void forget() throws Exception {
		await().atMost(NotifierFixture.patience()).until(() -> pickedTasks() == 0);
		this.notifier.forget();
		this.mail.purgeEmailFromAllMailboxes();
	}

	@Test
	void anEmailIsSentWithinASecondOfTheCommit() {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.schedule("warm-up");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		awaitSent("warm-up");
		// Other programs can only add to a delay.
		assertThat(IntStream.rangeClosed(1, 5).mapToObj((i) -> delay("b-" + i)))
			.anySatisfy((delay) -> assertThat(delay).isLessThan(Duration.ofSeconds(1)));
		assertThat(this.mail.getReceivedMessages()).hasSize(6);
		assertThat(this.notifier.tasks()).isZero();
		assertThat(this.notifier.history("b-1")).containsExactly("notification sent: email, attempt 1");
	}

	private Duration delay(String bookingId) {
		this.notifier.schedule(bookingId);
		awaitSent(bookingId);
		return this.notifier.jdbc
			.sql("select extract(epoch from sent_at - created_at) * 1000 from notification where booking_id = ?")
			.param(bookingId)
			.query((row, number) -> Duration.ofMillis(row.getLong(1)))
			.single();
	}

	private void awaitSent(String bookingId) {
		await().atMost(NotifierFixture.patience())
			.untilAsserted(() -> assertThat(this.notifier.statuses()).containsEntry(bookingId + "/email", "SENT"));
	}

	@Test
	void theEmailSpeaksTheRecipientsLanguageAndTimeAndCarriesTheSlot() throws Exception {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		Instant noon = Instant.parse("2199-07-01T10:00:00Z");
		this.notifier.source.notices = (bookingId) -> TestNotifier.Source.content("r-1", noon);
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		MimeMessage received = this.mail.getReceivedMessages()[0];
		assertThat(received.getSubject()).startsWith("Buchung b-1 um ").contains("1. Juli 2199").contains("12:00");
		assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
		assertThat(received.getRecipients(Message.RecipientType.TO)[0]).hasToString("r-1@example.com");
		String source = source(received);
		assertThat(source).contains("multipart/alternative", "text/plain", "text/html", "text/calendar")
			.contains("DTSTART:21990701T100000Z", "ORGANIZER:mailto:bookings@example.org")
			.contains("BEGIN:VCALENDAR");
		assertThat(source).contains("<p>Guten Tag Firma &lt;r-1&gt; &amp; S=C3=B6hne</p>");
	}

	@Test
	void theCalendarEntryIsARequestThatCalendarsAcceptAndCanUpdate() throws Exception {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.schedule("42");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		Multipart mixed = (Multipart) this.mail.getReceivedMessages()[0].getContent();
		assertThat(types(mixed)).containsExactly("multipart/alternative", "text/calendar");
		Multipart alternative = (Multipart) mixed.getBodyPart(0).getContent();
		assertThat(types(alternative)).containsExactly("text/plain", "text/html", "text/calendar");
		assertThat(mixed.getBodyPart(1).getDisposition()).isEqualTo("attachment");
		assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("booking.ics");
		String attached = calendar(mixed.getBodyPart(1));
		assertThat(calendar(alternative.getBodyPart(2))).isEqualTo(attached);
		// RFC 5545: lines of at most 75 bytes continue after a line end and a space.
		assertThat(attached.replace("\r\n ", "").lines()).contains("METHOD:REQUEST", "SEQUENCE:0", "STATUS:TENTATIVE",
				"LAST-MODIFIED:20260102T030405Z", "UID:a1d0c6e8-3f02-3327-9846-1063f4ac58a6@example.org",
				"ORGANIZER:mailto:bookings@example.org", "ATTENDEE;RSVP=FALSE:mailto:r-1@example.com");
	}

	private static List<String> types(Multipart parts) throws Exception {
		List<String> types = new ArrayList<>();
		for (int i = 0; i < parts.getCount(); i++) {
			types.add(new ContentType(parts.getBodyPart(i).getContentType()).getBaseType());
		}
		return types;
	}

	/**
	 * The text of a part of which the type names the method, as RFC 6047 demands.
	 */
	private static String calendar(BodyPart part) throws Exception {
		ContentType type = new ContentType(part.getContentType());
		assertThat(type.getParameter("method")).isEqualTo("REQUEST");
		assertThat(type.getParameter("charset")).isEqualTo("UTF-8");
		return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void aRepeatAfterACrashIsRecognisableByItsMessageId() throws Exception {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience())
			.until(() -> "SENT".equals(this.notifier.statuses().get("b-1/email")));
		// As if the service had been killed between the send and the note of it.
		this.notifier.jdbc.sql("update notification set status = 'PENDING', attempt_started_at = now()").update();
		this.notifier.transaction.executeWithoutResult((status) -> this.notifier.context.getBean(Scheduler.class)
			.schedule(NotificationDelivery.TASK
				.instance(this.notifier.jdbc.sql("select id from notification").query(String.class).single())
				.build(), Instant.now()));
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 2);
		MimeMessage[] received = this.mail.getReceivedMessages();
		assertThat(received[0].getMessageID()).isEqualTo(received[1].getMessageID()).endsWith("@example.org>");
	}

	@Test
	void whatIsRolledBackIsNeverSent() {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.transaction.executeWithoutResult((status) -> {
			this.notifier.context.getBean(Notifications.class).schedule(BookingCreated.TYPE, List.of("rolled-back"));
			status.setRollbackOnly();
		});
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		await().atMost(NotifierFixture.patience())
			.untilAsserted(() -> assertThat(this.notifier.statuses()).isEqualTo(Map.of("b-1/email", "SENT")));
		assertThat(this.notifier.tasks()).isZero();
	}

	@Test
	void withoutATransactionNothingIsScheduled() {
		assertThatIllegalStateException().isThrownBy(
				() -> this.notifier.context.getBean(Notifications.class).schedule(BookingCreated.TYPE, List.of("b-1")));
	}

	@Test
	void aNotificationWaitsForItsContact() {
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience())
			.until(() -> "no contact is known".equals(this.notifier.lastError("b-1")));
		assertThat(this.notifier.statuses()).isEqualTo(Map.of("b-1/-", "PENDING"));
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
	}

	@Test
	void aSlotThatHasStartedIsNotTold() {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.source.notices = (bookingId) -> TestNotifier.Source.content("r-1", Instant.now().minusSeconds(1));
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience()).until(() -> this.notifier.statuses().containsValue("EXPIRED"));
		assertThat(this.mail.getReceivedMessages()).isEmpty();
	}

	@Test
	void aNotificationWithoutACalendarEntryHasNoAttachment() throws Exception {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		this.notifier.source.notices = (bookingId) -> new NotificationContent(BookingCreated.TYPE, "r-1", "test", null,
				Map.of());
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		MimeMessage received = this.mail.getReceivedMessages()[0];
		assertThat(received.getSubject()).isEqualTo("Buchung b-1 um");
		assertThat(source(received)).contains("multipart/alternative", "text/plain", "text/html")
			.doesNotContain("text/calendar", "booking.ics", "attachment");
	}

	@Test
	void aDirectoryThatFailsForAWhileDelaysTheNotification() {
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
		AtomicInteger failures = new AtomicInteger(3);
		this.notifier.source.notices = (bookingId) -> {
			if (failures.getAndDecrement() > 0) {
				throw new IllegalStateException("down");
			}
			return TestNotifier.Source.content("r-1", TestNotifier.Source.TOMORROW);
		};
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 1);
		await().atMost(NotifierFixture.patience())
			.untilAsserted(() -> assertThat(this.notifier.history("b-1")).hasSize(4)
				.last()
				.isEqualTo("notification sent: email, attempt 4"));
	}

	@Test
	void whatFailsForEverEndsInFailed() {
		this.notifier.contacts.put("r-1", contact("r-1", "carrier-pigeon"));
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience())
			.until(() -> this.notifier.statuses().equals(Map.of("b-1/carrier-pigeon", "FAILED")));
		assertThat(this.notifier.lastError("b-1")).isEqualTo("the channel carrier-pigeon is not configured");
	}

	private int pickedTasks() {
		return this.notifier.jdbc.sql("select count(*) from scheduled_tasks where picked")
			.query(Integer.class)
			.single();
	}

	private static String source(MimeMessage message) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		message.writeTo(bytes);
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
