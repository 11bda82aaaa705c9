package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationResultIntegrationTests {

	private final SandboxService user = Sandbox.shared().isolated(ServiceKind.USER);

	private final Mailbox mailbox = Sandbox.shared().mail();

	@BeforeEach
	void createTable() throws SQLException {
		execute("""
				create table notification (id integer, booking_id text, recipient text, status text, last_error text,
				provider_message_id text, created_at timestamptz default '2026-11-23T10:00:00Z', sent_at timestamptz,
				receipt text)""");
		this.mailbox.purge();
	}

	@Test
	void aBookingWithoutANotificationHasNoResult() {
		assertThat(NotificationResult.find(this.user, this.mailbox, "test-123")).isEmpty();
	}

	@Test
	void anExpiredNotificationSaysWhy() throws SQLException {
		execute("insert into notification values (1, 'test-123', 'user-456', 'EXPIRED', 'the slot has started')");
		NotificationResult result = find();
		assertThat(result.isSettled()).isTrue();
		assertThat(result.describe()).isEqualTo("user-456: EXPIRED, the slot has started");
	}

	@Test
	void aPendingNotificationIsNotSettledAndSaysWhatItWaitsFor() throws SQLException {
		execute("insert into notification values (1, 'test-123', null, 'PENDING', 'no contact is known')");
		NotificationResult result = find();
		assertThat(result.isSettled()).isFalse();
		assertThat(result.describe()).isEqualTo("not settled: PENDING, no contact is known");
	}

	@Test
	void aSentNotificationIsSettledOnceItsMailHasArrived() throws SQLException, MessagingException {
		execute("""
				insert into notification values (1, 'test-123', 'user-456', 'SENT', null, '<sent@example.org>',
				'2026-11-23T10:00:00Z', '2026-11-23T10:00:00.312Z')""");
		assertThat(find().isSettled()).isFalse();
		send("<other@example.org>");
		assertThat(find().describe()).isEqualTo("not settled: user-456: SENT after 312 ms");
		send("<sent@example.org>");
		assertThat(find().isSettled()).isTrue();
		assertThat(find().describe().lines()).containsExactly("user-456: SENT after 312 ms, 1 mail",
				"Subject of <sent@example.org>");
		send("<sent@example.org>");
		assertThat(find().describe()).startsWith("user-456: SENT after 312 ms, 2 mails").doesNotContain("address");
	}

	@Test
	void aReceiptIsShownAndBelongsToTheMailWithTheIdOfTheServer() throws SQLException, MessagingException {
		execute("""
				insert into notification values (1, 'test-123', 'user-456', 'SENT', null, '0100-1',
				'2026-11-23T10:00:00Z', '2026-11-23T10:00:00.312Z')""");
		send("<0100-1@email.amazonses.com>");
		assertThat(find().isSettled()).isTrue();
		assertThat(find().hasReceipt()).isFalse();
		execute("update notification set receipt = 'DELIVERED'");
		assertThat(find().hasReceipt()).isTrue();
		assertThat(find().describe()).startsWith("user-456: SENT after 312 ms, DELIVERED, 1 mail");
	}

	private NotificationResult find() {
		return NotificationResult.find(this.user, this.mailbox, "test-123").getFirst();
	}

	private void send(String messageId) throws MessagingException {
		Properties properties = new Properties();
		properties.put("mail.smtp.host", this.user.properties().get("spring.mail.host"));
		properties.put("mail.smtp.port", this.user.properties().get("spring.mail.port"));
		MimeMessage message = new MimeMessage(Session.getInstance(properties)) {
			@Override
			protected void updateMessageID() throws MessagingException {
				setHeader("Message-ID", messageId);
			}
		};
		message.setFrom(new InternetAddress("bookings@example.org"));
		message.setRecipient(Message.RecipientType.TO, new InternetAddress("address@example.org"));
		message.setSubject("Subject of " + messageId);
		message.setText("text");
		Transport.send(message);
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.user.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
