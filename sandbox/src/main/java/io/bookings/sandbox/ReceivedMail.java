package io.bookings.sandbox;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/**
 * A received mail.
 *
 * @param messageId the {@code Message-ID} header, with its angle brackets
 * @param recipient the address of the recipient, without a name; several are separated by
 * commas
 * @param subject the subject line, decoded; empty if there is none
 * @param text the plain text, decoded; empty if there is none
 */
public record ReceivedMail(String messageId, String recipient, String subject, String text) {

	static ReceivedMail of(MimeMessage message) {
		try {
			String recipients = Arrays.stream(message.getRecipients(Message.RecipientType.TO))
				.map((address) -> ((InternetAddress) address).getAddress())
				.collect(Collectors.joining(","));
			return new ReceivedMail(message.getMessageID(), recipients,
					Objects.requireNonNullElse(message.getSubject(), ""), text(message));
		}
		catch (MessagingException | IOException ex) {
			throw new SandboxException("A mail cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static String text(Part part) throws MessagingException, IOException {
		if (part.getContent() instanceof Multipart parts) {
			for (int i = 0; i < parts.getCount(); i++) {
				String text = text(parts.getBodyPart(i));
				if (!text.isEmpty()) {
					return text;
				}
			}
		}
		return part.isMimeType("text/plain") ? part.getContent().toString() : "";
	}

}
