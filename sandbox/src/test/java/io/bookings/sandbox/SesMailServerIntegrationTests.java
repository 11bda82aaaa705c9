package io.bookings.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.bookings.sandbox.SesMailServer.SesMail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SesMailServerIntegrationTests {

	private final EmbeddedMail server = EmbeddedMail.start();

	private final BlockingQueue<SesMail> mails = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aMailWithAConfigurationSetIsAnsweredAsSesDoes() throws Exception {
		this.server.onSesMail((configurationSet, mail) -> {
			assertThat(configurationSet).isEqualTo("bookings");
			this.mails.add(mail);
		});
		String reply = send("X-SES-CONFIGURATION-SET", "bookings");
		SesMail mail = this.mails.poll(10, TimeUnit.SECONDS);
		assertThat(mail).isNotNull();
		assertThat(reply.strip()).isEqualTo("250 Ok " + mail.id());
		assertThat(mail.recipient()).isEqualTo("bounce@example.org");
		assertThat(mail.notification()).isEqualTo("9f1c8b1e");
		assertThat(mail.tags()).isEqualTo("service=s, notification=17");
		ReceivedMail received = this.server.mailbox().received().getFirst();
		assertThat(received.messageId()).isEqualTo("<" + mail.id() + "@email.amazonses.com>");
		assertThat(received.subject()).isEqualTo("Bestätigt");
		assertThat(received.text().strip()).isEqualTo(".text\r\n\r\n..more");
	}

	@Test
	void anyOtherMailPassesUnchanged() throws Exception {
		this.server.onSesMail((configurationSet, mail) -> this.mails.add(mail));
		assertThat(send("X-Other", "x")).startsWith("250");
		assertThat(this.server.mailbox().received().getFirst().messageId()).isEqualTo("<1@example.org>");
		assertThat(this.mails).isEmpty();
	}

	@Test
	void theEventsOfABounceComeInAllFormsAndMoreThanOnce() {
		List<String> events = SesEvents.of(new SesMail("0100-1", "bounce@example.org", "9f1c8b1e",
				"service=s, notification=17", Instant.parse("2026-11-26T12:00:00Z")), new Random(1));
		assertThat(events.stream().filter((event) -> event.contains("Permanent"))).hasSizeGreaterThanOrEqualTo(6)
			.anyMatch((event) -> event.startsWith("{\"eventType\":\"Bounce\""))
			.anyMatch((event) -> event.startsWith("{\"notificationType\":\"Bounce\""))
			.anyMatch((event) -> event.startsWith("{\"Type\":\"Notification\""))
			.anyMatch((event) -> event.startsWith("{\"version\":\"0\""));
	}

	private String send(String header, String value) throws MessagingException {
		Properties properties = new Properties();
		properties.put("mail.smtp.host", EmbeddedMail.HOST);
		properties.put("mail.smtp.port", this.server.smtpPort());
		Session session = Session.getInstance(properties);
		MimeMessage message = new MimeMessage(session) {
			@Override
			protected void updateMessageID() throws MessagingException {
				setHeader("Message-ID", "<1@example.org>");
			}
		};
		message.setFrom(new InternetAddress("bookings@example.org"));
		message.setRecipient(Message.RecipientType.TO, new InternetAddress("bounce@example.org"));
		message.setSubject("Bestätigt", "UTF-8");
		message.setHeader(header, value);
		message.setHeader("X-Booking-Notification", "9f1c8b1e");
		message.setHeader("X-SES-MESSAGE-TAGS", "service=s, notification=17");
		message.setText(".text\r\n\r\n..more");
		message.saveChanges();
		try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
			transport.connect();
			transport.sendMessage(message, message.getAllRecipients());
			return transport.getLastServerResponse();
		}
	}

}
