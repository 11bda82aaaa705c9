package io.bookings.consumer.notification.email;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that knows whether its content was sent. Jakarta Mail's exceptions do not say
 * whether a connection was lost before or after the command {@code DATA}.
 */
final class TrackedMessage extends MimeMessage {

	private volatile boolean written;

	TrackedMessage(Session session) {
		super(session);
	}

	@Override
	public void writeTo(OutputStream stream, String @Nullable [] ignoredHeaders)
			throws IOException, MessagingException {
		this.written = true;
		super.writeTo(stream, ignoredHeaders);
	}

	/**
	 * Whether the server has accepted {@code DATA} and was sent content.
	 */
	boolean written() {
		return this.written;
	}

}
