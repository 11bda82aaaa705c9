package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.bookings.consumer.notification.email.EmailChannel;
import io.bookings.consumer.notification.email.EmailProperties;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mail.javamail.JavaMailSenderImpl;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The failures of a mail server, as Jakarta Mail reports them.
 */
class EmailFailureUnitTests {

	@ParameterizedTest
	@CsvSource({ "greeting, 421 no", "greeting, 450 no", "greeting, 554 no", "MAIL, 421 no", "MAIL, 451 no",
			"MAIL, 452 no", "RCPT, 421 no", "DATA, 421 no", "., 421 no", "., 454 Throttling failure" })
	void aReplyThatIsNotAboutTheMessagePausesTheChannel(String command, String reply) {
		Throwable failure = failure(command, reply);
		assertThat(failure).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server answers SMTP " + reply.substring(0, 3));
	}

	@Test
	void aServerThatClosesTheConnectionAfterTheGreetingPausesTheChannel() {
		assertThat(failure("EHLO", "421 no")).isInstanceOf(ChannelUnavailableException.class);
	}

	@Test
	void aRefusedSenderPausesTheChannel() {
		assertThat(failure("MAIL", "550 no")).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server refuses the sender with SMTP 550");
		assertThat(failure("MAIL", "530 login needed")).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server refuses the sender with SMTP 530");
	}

	@ParameterizedTest
	@CsvSource({ "RCPT, 450 no", "RCPT, 451 no", "RCPT, 452 no", "DATA, 451 no", "., 451 no", "., 452 no" })
	void aTemporaryReplyToTheRecipientOrTheContentIsAboutTheMessage(String command, String reply) {
		assertThat(failure(command, reply)).isInstanceOf(TransientDeliveryException.class)
			.hasMessage("the mail server answers SMTP " + reply.substring(0, 3));
	}

	@ParameterizedTest
	@CsvSource({ "RCPT, 550 no", "RCPT, 552 no", "RCPT, 553 no", "RCPT, 571 no", "DATA, 554 no", "., 552 no",
			"., 554 no" })
	void aPermanentReplyToTheRecipientOrTheContentIsAboutTheMessage(String command, String reply) {
		assertThat(failure(command, reply)).isInstanceOf(PermanentDeliveryException.class)
			.hasMessage("the mail server refuses it with SMTP " + reply.substring(0, 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "greeting", "EHLO", "MAIL", "RCPT", "DATA" })
	void aTimeOutOrALostConnectionBeforeTheContentPausesTheChannel(String command) {
		assertThat(failure(command, SmtpStandIn.HANG)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server cannot be used: SocketTimeoutException");
		assertThat(failure(command, SmtpStandIn.CLOSE)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessageStartingWith("the mail server cannot be used: ");
	}

	@Test
	void afterTheContentTheResultIsUnknown() {
		assertThat(failure(".", SmtpStandIn.HANG)).isInstanceOf(UnknownDeliveryException.class)
			.hasMessage("the mail server cannot be used: SocketTimeoutException");
		assertThat(failure(".", SmtpStandIn.CLOSE)).isInstanceOf(UnknownDeliveryException.class);
	}

	@Test
	void aMailThatTheServerHasAcceptedIsSentAlthoughTheConnectionIsLostAfterwards() {
		assertThat(failure("QUIT", SmtpStandIn.HANG)).isNull();
		// The reply to that mail does not count for the next one.
		assertThat(failure("MAIL", SmtpStandIn.CLOSE)).isInstanceOf(ChannelUnavailableException.class);
	}

	/**
	 * With ten half-open connections, a stop would last ten times the read time-out.
	 * Here, a wait would not end.
	 */
	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aCloseDoesNotWaitForTheReplyToQuit() throws Exception {
		BlockingQueue<String> quits = new LinkedBlockingQueue<>();
		try (SmtpStandIn smtp = new SmtpStandIn(
				(line) -> (line.equals("QUIT") && quits.add(line)) ? SmtpStandIn.HANG : null)) {
			EmailChannel channel = channel(smtp.port(),
					(sender) -> sender.getJavaMailProperties().remove("mail.smtp.timeout"));
			channel.send(notification());
			channel.close();
			assertThat(quits.take()).isEqualTo("QUIT");
			assertThat(smtp.messageIds()).hasSize(1);
		}
	}

	@Test
	void aRefusedLoginPausesTheChannel() {
		try (SmtpStandIn smtp = new SmtpStandIn(
				(command) -> command.startsWith("AUTH") ? "535 authentication failed" : null)) {
			Throwable failure = failure(smtp.port(), (sender) -> {
				sender.setUsername("user");
				sender.setPassword("wrong");
				sender.getJavaMailProperties().put("mail.smtp.auth", "true");
			});
			assertThat(failure)
				.isInstanceOfSatisfying(ChannelUnavailableException.class,
						(unavailable) -> assertThat(unavailable.remedy()).contains("SPRING_MAIL_USERNAME"))
				.hasMessage("the mail server refuses the login");
		}
	}

	@Test
	void aServerThatCannotBeReachedPausesTheChannel() {
		SmtpStandIn smtp = SmtpStandIn.unavailable();
		smtp.close();
		assertThat(failure(smtp.port(), (sender) -> {
		})).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server cannot be used: ConnectException");
		assertThat(failure(25, (sender) -> sender.setHost("mail.invalid")))
			.isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the mail server cannot be used: UnknownHostException");
	}

	@Test
	void aFailureOfTlsPausesTheChannel() {
		try (SmtpStandIn smtp = SmtpStandIn.unavailable()) {
			assertThat(failure(smtp.port(),
					(sender) -> sender.getJavaMailProperties().put("mail.smtp.ssl.enable", "true")))
				.isInstanceOfSatisfying(ChannelUnavailableException.class,
						(unavailable) -> assertThat(unavailable.remedy()).contains("certificate"))
				.hasMessageMatching("the mail server cannot be used: SSL\\w*Exception");
			assertThat(failure(smtp.port(),
					(sender) -> sender.getJavaMailProperties().put("mail.smtp.starttls.required", "true")))
				.isInstanceOf(ChannelUnavailableException.class);
		}
	}

	private static @Nullable Throwable failure(String command, String reply) {
		try (SmtpStandIn smtp = new SmtpStandIn((line) -> line.startsWith(command) ? reply : null)) {
			return failure(smtp.port(), (sender) -> {
				if (reply.equals(SmtpStandIn.HANG)) {
					sender.getJavaMailProperties().put("mail.smtp.timeout", "300");
				}
			});
		}
	}

	private static @Nullable Throwable failure(int port, Consumer<JavaMailSenderImpl> settings) {
		EmailChannel channel = channel(port, settings);
		return ThrowableAssert.catchThrowable(() -> channel.send(notification()));
	}

	private static EmailChannel channel(int port, Consumer<JavaMailSenderImpl> settings) {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost("127.0.0.1");
		sender.setPort(port);
		Properties properties = sender.getJavaMailProperties();
		properties.put("mail.smtp.timeout", String.valueOf(Duration.ofSeconds(20).toMillis()));
		properties.put("mail.smtp.connectiontimeout", String.valueOf(Duration.ofSeconds(20).toMillis()));
		settings.accept(sender);
		return new EmailChannel(sender, new NotificationTexts(null),
				new EmailProperties("bookings@example.org", new EmailProperties.Ses(null)), "provider-consumer");
	}

	private static OutgoingNotification notification() {
		NotificationContent content = TestNotifier.Source.content("r-1", Instant.parse("2099-02-19T10:00:00Z"));
		return new OutgoingNotification("17", "b-1", "email", content, contact("r-1", "email"), null);
	}

}
