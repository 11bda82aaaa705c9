package io.bookings.consumer.notification.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.bookings.consumer.notification.ChannelUnavailableException;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;
import io.bookings.consumer.notification.UnknownDeliveryException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/**
 * Classifies the failures of a mail server.
 * <ul>
 * <li>Before a recipient is named, each failure is one of the channel. So are lost
 * connections and time-outs before the content is sent, and everywhere the replies 421
 * (the server closes the connection) and 454 (a limit of the account, as Amazon SES
 * replies).
 * <li>After that, the replies 5yz are permanent failures of the message, and all others
 * temporary ones (<a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC
 * 5321, 4.2.1</a>).
 * <li>If there is no reply to the content, it is unknown whether the server accepted it.
 * </ul>
 * The messages of the exceptions are dropped, because they contain addresses.
 */
final class SmtpReply {

	/** Jakarta Mail has the reply to a greeting or a login only in the message. */
	private static final Pattern CODE_OF_CONNECT = Pattern.compile("(?:^|response: )([45]\\d\\d)\\b");

	/** The server closes the connection. */
	private static final int CLOSING = 421;

	private static final String CHECK_SERVER = "Check SPRING_MAIL_HOST and SPRING_MAIL_PORT, and that the mail server runs.";

	private static final String CHECK_TLS = "Check the certificate of the mail server and the settings of spring.mail.ssl.";

	private static final String CHECK_LOGIN = "Check SPRING_MAIL_USERNAME and SPRING_MAIL_PASSWORD.";

	private static final String CHECK_SENDER = "Set booking.notification.email.from to a sender that the mail server accepts.";

	private static final String CHECK_LOG = "Look up the code in the documentation of the mail server, and read its log.";

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

	/**
	 * Classifies a failure.
	 * @param contentSent whether the server was sent content
	 */
	static RuntimeException toDeliveryFailure(MailException failure, boolean contentSent) {
		Throwable first = first(failure);
		SMTPSendFailedException refused = find(first, SMTPSendFailedException.class);
		SMTPAddressFailedException refusedAddress = find(first, SMTPAddressFailedException.class);
		int code = (refusedAddress != null) ? refusedAddress.getReturnCode()
				: (refused != null) ? refused.getReturnCode() : 0;
		if (code == CLOSING || code == 454) {
			return new ChannelUnavailableException("the mail server answers SMTP " + code, CHECK_LOG);
		}
		if (code >= 400 && code < 600 && (refusedAddress != null || !isSender(refused))) {
			return (code >= 500) ? new PermanentDeliveryException("the mail server refuses it with SMTP " + code)
					: new TransientDeliveryException("the mail server answers SMTP " + code);
		}
		if (contentSent) {
			return new UnknownDeliveryException(unusable(first));
		}
		return unavailable(first, code);
	}

	/**
	 * Whether the server has neither been sent the content nor refused the recipient, so
	 * that another connection may succeed.
	 */
	static boolean isBeforeContent(MessagingException failure, Message message) {
		SMTPAddressFailedException refusedAddress = find(failure, SMTPAddressFailedException.class);
		boolean refused = refusedAddress != null && refusedAddress.getReturnCode() != CLOSING;
		return !refused && message instanceof TrackedMessage tracked && !tracked.written();
	}

	private static ChannelUnavailableException unavailable(Throwable first, int codeForSender) {
		if (codeForSender >= 500) {
			return new ChannelUnavailableException("the mail server refuses the sender with SMTP " + codeForSender,
					CHECK_SENDER);
		}
		if (find(first, AuthenticationFailedException.class) != null) {
			return new ChannelUnavailableException("the mail server refuses the login", CHECK_LOGIN);
		}
		if (find(first, SSLException.class) != null) {
			return new ChannelUnavailableException(unusable(first), CHECK_TLS);
		}
		int code = (codeForSender >= 400) ? codeForSender : codeOfConnect(first);
		return (code > 0) ? new ChannelUnavailableException("the mail server answers SMTP " + code, CHECK_LOG)
				: new ChannelUnavailableException(unusable(first), CHECK_SERVER);
	}

	private static String unusable(Throwable first) {
		return "the mail server cannot be used: " + root(first).getClass().getSimpleName();
	}

	private static boolean isSender(@Nullable SMTPSendFailedException refused) {
		return refused != null && String.valueOf(refused.getCommand()).startsWith("MAIL FROM");
	}

	private static int codeOfConnect(Throwable failure) {
		Matcher code = CODE_OF_CONNECT.matcher(String.valueOf(failure.getMessage()));
		return code.find() ? Integer.parseInt(code.group(1)) : 0;
	}

	private static Throwable first(MailException failure) {
		if (failure instanceof MailSendException send && send.getMessageExceptions() != null
				&& send.getMessageExceptions().length > 0) {
			return send.getMessageExceptions()[0];
		}
		return (failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = next(cause)) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	private static Throwable root(Throwable failure) {
		Throwable root = failure;
		for (Throwable next = next(root); next != null; next = next(root)) {
			root = next;
		}
		return root;
	}

	private static @Nullable Throwable next(Throwable cause) {
		if (cause instanceof MessagingException messaging && messaging.getNextException() != null) {
			return messaging.getNextException();
		}
		return cause.getCause();
	}

}
