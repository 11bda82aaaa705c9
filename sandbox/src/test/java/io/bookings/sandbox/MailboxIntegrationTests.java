package io.bookings.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MailboxIntegrationTests {

	private final EmbeddedMail server = EmbeddedMail.start();

	private final Mailbox mailbox = this.server.mailbox();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aMailIsReceivedWithItsTextFromAmongItsParts() throws MessagingException {
		MimeBodyPart text = new MimeBodyPart();
		text.setText("Schöne Grüße", "UTF-8");
		MimeBodyPart html = new MimeBodyPart();
		html.setText("<p>Schöne Grüße</p>", "UTF-8", "html");
		MimeBodyPart both = new MimeBodyPart();
		both.setContent(new MimeMultipart("alternative", html, text));
		MimeMessage message = message("provider-789@example.org", "<1@example.org>");
		message.setSubject("Bestätigt: 11–12 Uhr", "UTF-8");
		message.setContent(new MimeMultipart("mixed", both));
		Transport.send(message);
		assertThat(this.mailbox.received()).containsExactly(new ReceivedMail("<1@example.org>",
				"provider-789@example.org", "Bestätigt: 11–12 Uhr", "Schöne Grüße"));
	}

	@Test
	void mailsToSeveralAreCountedAndGoneWhenPurged() throws MessagingException {
		for (String recipient : List.of("one@example.org", "other@example.org", "one@example.org")) {
			MimeMessage message = message(recipient, "<2@example.org>");
			message.setText("");
			Transport.send(message);
		}
		assertThat(this.mailbox.count()).isEqualTo(3);
		assertThat(this.mailbox.received()).extracting(ReceivedMail::recipient)
			.containsExactlyInAnyOrder("one@example.org", "other@example.org", "one@example.org");
		this.mailbox.purge();
		assertThat(this.mailbox.count()).isZero();
		assertThat(this.mailbox.received()).isEmpty();
	}

	/**
	 * <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.4">RFC 5321,
	 * 4.1.1.4</a>: the server must not deliver a mail without the end of its data.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "To: user-456@example.org\r\nMessage-ID: <5@example.org>\r\n\r\nhalf a te" })
	void aMailWhoseClientDisconnectsInTheMiddleIsNotReceived(String content) throws IOException, MessagingException {
		try (Socket client = new Socket(EmbeddedMail.HOST, this.server.smtpPort())) {
			BufferedReader replies = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
			replies.readLine();
			for (String command : List.of("HELO client", "MAIL FROM:<bookings@example.org>",
					"RCPT TO:<user-456@example.org>", "DATA")) {
				client.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
				assertThat(replies.readLine()).startsWith(command.equals("DATA") ? "354" : "250");
			}
			client.getOutputStream().write(content.getBytes(StandardCharsets.US_ASCII));
			client.shutdownOutput();
			assertThat(replies.readLine()).isNull();
		}
		MimeMessage complete = message("user-456@example.org", "<6@example.org>");
		complete.setText("");
		Transport.send(complete);
		assertThat(this.mailbox.received()).extracting(ReceivedMail::messageId).containsExactly("<6@example.org>");
	}

	@Test
	void aRecipientCanReadTheMailByImap() throws MessagingException {
		MimeMessage message = message("user-456@example.org", "<3@example.org>");
		message.setText("text");
		Transport.send(message);
		try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
			store.connect(EmbeddedMail.HOST, this.server.imapPort(), "user-456@example.org", "any");
			assertThat(store.getFolder("INBOX").getMessageCount()).isEqualTo(1);
		}
	}

	@Test
	void aClosedServerAcceptsNoMailAndKeepsNoJvmAlive() throws MessagingException {
		MimeMessage message = message("user-456@example.org", "<4@example.org>");
		message.setText("text");
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().contains("smtp"))
			.isNotEmpty()
			.allMatch(Thread::isDaemon);
		this.server.close();
		assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> Transport.send(message));
		this.server.close();
	}

	private MimeMessage message(String recipient, String messageId) throws MessagingException {
		Properties properties = new Properties();
		properties.put("mail.smtp.host", EmbeddedMail.HOST);
		properties.put("mail.smtp.port", this.server.smtpPort());
		MimeMessage message = new MimeMessage(Session.getInstance(properties, (Authenticator) null)) {
			@Override
			protected void updateMessageID() throws MessagingException {
				setHeader("Message-ID", messageId);
			}
		};
		message.setFrom(new InternetAddress("bookings@example.org"));
		message.setRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
		return message;
	}

}
