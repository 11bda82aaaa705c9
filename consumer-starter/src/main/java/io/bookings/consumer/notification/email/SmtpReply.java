package io.bookings.consumer.notification.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;
import jakarta.mail.SendFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/**
 * Classifies the failures of a mail server: replies 5yz are permanent, all others are
 * temporary (<a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC 5321,
 * 4.2.1</a>). The messages of the exceptions are dropped, because they contain addresses.
 */
final class SmtpReply {

	/**
	 * The replies of Amazon SES ("250 Ok id"), Postfix ("250 2.0.0 Ok: queued as id") and
	 * Exim ("250 OK id=id"). An id contains a digit, unlike a word such as "accepted".
	 */
	private static final Pattern ACCEPTED = Pattern.compile(
			"250 (?:2\\.\\d\\.\\d )?ok(?::? queued as | id=| )(?=\\D*\\d)([\\w.@+-]{6,200})\\s*",
			Pattern.CASE_INSENSITIVE);

	private SmtpReply() {
	}

	/**
	 * Returns the id that the server gave a mail.
	 * @param reply the reply to the content of the mail
	 * @return {@code null} if the reply is not of a known form
	 */
	static @Nullable String id(@Nullable String reply) {
		Matcher accepted = ACCEPTED.matcher((reply != null) ? reply : "");
		return accepted.matches() ? accepted.group(1) : null;
	}

	static RuntimeException toDeliveryFailure(MailException failure) {
		int code = code(failure);
		if (code >= 500 && code < 600) {
			return new PermanentDeliveryException("the mail server refuses it with SMTP " + code);
		}
		return new TransientDeliveryException((code > 0) ? "the mail server answers SMTP " + code
				: "the mail server cannot be used: " + rootOf(failure).getClass().getSimpleName());
	}

	private static int code(Throwable failure) {
		if (failure instanceof MailSendException send && send.getMessageExceptions() != null
				&& send.getMessageExceptions().length > 0) {
			return code(send.getMessageExceptions()[0]);
		}
		for (Throwable cause = failure; cause != null; cause = next(cause)) {
			if (cause instanceof SMTPAddressFailedException address) {
				return address.getReturnCode();
			}
			if (cause instanceof SMTPSendFailedException send
					&& !(send.getNextException() instanceof SendFailedException)) {
				return send.getReturnCode();
			}
		}
		return 0;
	}

	private static @Nullable Throwable next(Throwable cause) {
		if (cause instanceof jakarta.mail.MessagingException messaging && messaging.getNextException() != null) {
			return messaging.getNextException();
		}
		return cause.getCause();
	}

	private static Throwable rootOf(MailException failure) {
		Throwable root = failure;
		if (failure instanceof MailSendException send && send.getMessageExceptions() != null
				&& send.getMessageExceptions().length > 0) {
			root = send.getMessageExceptions()[0];
		}
		for (Throwable next = next(root); next != null; next = next(root)) {
			root = next;
		}
		return root;
	}

}
