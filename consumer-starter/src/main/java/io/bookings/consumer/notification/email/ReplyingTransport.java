package io.bookings.consumer.notification.email;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP transport that keeps the server's reply to the content of the last mail that
 * the thread sent. Spring's mail sender closes its transport before it returns, and
 * closing overwrites the reply. Public, because the session creates it by its name.
 */
public final class ReplyingTransport extends SMTPTransport {

	private static final ThreadLocal<@Nullable String> reply = new ThreadLocal<>();

	/**
	 * Creates a transport.
	 * @param session the mail session
	 * @param server the mail server
	 */
	public ReplyingTransport(Session session, URLName server) {
		super(session, server, server.getProtocol(), server.getProtocol().equals("smtps"));
	}

	/**
	 * Makes a session use this transport for SMTP, with and without TLS.
	 */
	static void useIn(Session session) {
		for (String protocol : new String[] { "smtp", "smtps" }) {
			try {
				session.setProvider(new Provider(Provider.Type.TRANSPORT, protocol, ReplyingTransport.class.getName(),
						"io.bookings", null));
			}
			catch (NoSuchProviderException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public synchronized void sendMessage(Message message, Address[] addresses) throws MessagingException {
		reply.remove();
		super.sendMessage(message, addresses);
		reply.set(getLastServerResponse());
	}

	/**
	 * Returns the reply to the last mail of this thread, and forgets it.
	 * @return {@code null} if the server has not accepted the mail, or if the thread sent
	 * no mail through this transport
	 */
	static @Nullable String takeReply() {
		String last = reply.get();
		reply.remove();
		return last;
	}

}
