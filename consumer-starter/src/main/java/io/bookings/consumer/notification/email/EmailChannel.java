package io.bookings.consumer.notification.email;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.consumer.notification.NotificationChannel;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.consumer.notification.PermanentDeliveryException;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileTypeMap;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.MailException;
import org.springframework.mail.javamail.ConfigurableMimeFileTypeMap;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Sends notifications as e-mails: text and HTML, with the calendar entry if there is one.
 * The {@code Message-ID} contains the notification's identity, so that a repeat can be
 * recognised (<a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322,
 * 3.6.4</a>). A server such as Amazon SES replaces this header, therefore
 * {@value OutgoingNotification#IDENTITY_HEADER} contains the identity too.
 */
public class EmailChannel implements NotificationChannel, AutoCloseable {

	private final JavaMailSender sender;

	private final NotificationTexts texts;

	private final EmailProperties properties;

	private final String service;

	/**
	 * Creates the channel.
	 * @param sender sends the e-mails
	 * @param texts the texts of the notifications
	 * @param properties the settings of the channel
	 * @param service the name of the service, which Amazon SES gets as a tag
	 */
	public EmailChannel(JavaMailSender sender, NotificationTexts texts, EmailProperties properties, String service) {
		this.sender = (sender instanceof JavaMailSenderImpl smtp) ? new PooledMailSender(smtp) : sender;
		this.texts = texts;
		this.properties = properties;
		this.service = service;
	}

	@Override
	public String name() {
		return "email";
	}

	@Override
	public boolean recognisesRepeats() {
		return true;
	}

	@Override
	public String send(OutgoingNotification notification) {
		EmailSuppression suppression = notification.emailSuppression();
		if (suppression != null) {
			throw new PermanentDeliveryException(
					"the e-mail address is suppressed, because " + suppression.reason().sentence());
		}
		String messageId = "<%s@%s>".formatted(notification.identity(), this.properties.domain());
		TrackedMessage message = new TrackedMessage(this.sender.createMimeMessage().getSession());
		try {
			compose(message, notification);
			message.setHeader("Message-ID", messageId);
			message.setHeader(OutgoingNotification.IDENTITY_HEADER, notification.identity());
			addSesHeaders(message, notification);
		}
		catch (MessagingException | IOException ex) {
			throw new PermanentDeliveryException("the e-mail cannot be composed: " + ex.getClass().getSimpleName());
		}
		String assigned = SmtpReply.id(deliver(message));
		return (assigned != null) ? assigned : messageId;
	}

	/**
	 * Sends a mail. If the server has accepted it, a connection that is lost afterwards
	 * is not a failure: the mail would be sent again.
	 * @return the server's reply to the content, or {@code null} if it is not known
	 */
	private @Nullable String deliver(TrackedMessage message) {
		MailException failure = null;
		try {
			this.sender.send(message);
		}
		catch (MailException ex) {
			failure = ex;
		}
		String reply = ReusableTransport.takeReply();
		if (failure != null && reply == null) {
			throw SmtpReply.toDeliveryFailure(failure, message.written());
		}
		return reply;
	}

	/**
	 * Adds the headers that Amazon SES interprets and removes. The number of a
	 * notification is unique only within a service.
	 */
	private void addSesHeaders(MimeMessage message, OutgoingNotification notification) throws MessagingException {
		String configurationSet = this.properties.ses().configurationSet();
		if (configurationSet != null) {
			message.setHeader("X-SES-CONFIGURATION-SET", configurationSet);
			message.setHeader("X-SES-MESSAGE-TAGS", "service=%s, notification=%s"
				.formatted(EmailProperties.Ses.tagValue(this.service), notification.id()));
		}
	}

	/**
	 * Closes the connections to the mail server.
	 */
	@Override
	public void close() {
		if (this.sender instanceof PooledMailSender pooled) {
			pooled.close();
		}
	}

	private void compose(MimeMessage message, OutgoingNotification notification)
			throws MessagingException, IOException {
		String address = notification.contact().email();
		if (address == null) {
			throw new PermanentDeliveryException("the contact has no e-mail address");
		}
		MimeMessageHelper helper = new SharedFileTypesHelper(message);
		helper.setFrom(this.properties.from());
		helper.setTo(address);
		String subject = this.texts.subject(notification);
		helper.setSubject(subject);
		helper.setText(this.texts.text(notification), this.texts.html(notification));
		CalendarEntry entry = notification.content().calendarEntry();
		if (entry != null) {
			addCalendar(helper, SlotCalendar.of(notification, entry, subject, address, this.properties));
		}
		// RFC 3834, section 5: prevents automatic answers
		message.setHeader("Auto-Submitted", "auto-generated");
	}

	/**
	 * Adds the entry twice: mail programs with a calendar show the alternative to the
	 * texts, and others offer the attachment
	 * (<a href="https://www.rfc-editor.org/rfc/rfc6047#section-2.4">RFC 6047, 2.4</a>).
	 */
	private static void addCalendar(MimeMessageHelper helper, byte[] calendar) throws MessagingException, IOException {
		DataSource source = new ByteArrayDataSource(calendar, "text/calendar; charset=UTF-8; method=REQUEST");
		MimeBodyPart alternative = new MimeBodyPart();
		alternative.setDataHandler(new DataHandler(source));
		Multipart texts = (Multipart) helper.getMimeMultipart().getBodyPart(0).getContent();
		texts.addBodyPart(alternative);
		helper.addAttachment("booking.ics", source);
	}

	/**
	 * Reads the types of files once. By default, each helper reads them again, a tenth of
	 * the CPU time of a delivery.
	 */
	private static final class SharedFileTypesHelper extends MimeMessageHelper {

		private static final FileTypeMap FILE_TYPES = new ConfigurableMimeFileTypeMap();

		SharedFileTypesHelper(MimeMessage message) throws MessagingException {
			super(message, MULTIPART_MODE_MIXED, StandardCharsets.UTF_8.name());
		}

		@Override
		protected FileTypeMap getDefaultFileTypeMap(MimeMessage message) {
			return FILE_TYPES;
		}

	}

}
