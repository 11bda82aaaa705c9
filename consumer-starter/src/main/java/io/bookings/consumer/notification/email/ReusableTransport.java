package io.bookings.consumer.notification.email;

import java.util.function.Consumer;

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
 * A connection to a mail server that {@link PooledMailSender} uses for several mails. It
 * keeps the server's reply to the content of the last mail that the thread sent. Public,
 * because the session creates it by its name.
 */
public final class ReusableTransport extends SMTPTransport {

	private static final ThreadLocal<@Nullable String> reply = new ThreadLocal<>();

	private @Nullable Connect connect;

	private @Nullable Consumer<ReusableTransport> onClose;

	private boolean reused;

	private boolean healthy;

	/**
	 * Creates a transport.
	 * @param session the mail session
	 * @param server the mail server
	 */
	public ReusableTransport(Session session, URLName server) {
		super(session, server, server.getProtocol(), server.getProtocol().equals("smtps"));
	}

	/**
	 * Makes a session use this transport for SMTP, with and without TLS. Unless the
	 * settings of the session say otherwise, a transport does not wait for the reply to
	 * {@code QUIT}. A half-open connection gets no reply, and ten of them would delay a
	 * stop by ten read time-outs.
	 */
	static void useIn(Session session) {
		for (String protocol : new String[] { "smtp", "smtps" }) {
			session.getProperties().putIfAbsent("mail." + protocol + ".quitwait", "false");
			try {
				session.setProvider(new Provider(Provider.Type.TRANSPORT, protocol, ReusableTransport.class.getName(),
						"io.bookings", null));
			}
			catch (NoSuchProviderException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Sets what happens instead of closing the connection.
	 */
	void onClose(Consumer<ReusableTransport> action) {
		this.onClose = action;
	}

	/**
	 * Whether the server has accepted the last mail.
	 */
	synchronized boolean isHealthy() {
		return this.healthy;
	}

	@Override
	public synchronized void connect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
			throws MessagingException {
		this.connect = () -> super.connect(host, port, user, password);
		this.connect.run();
	}

	/**
	 * Sends a mail. A server may close a connection between two mails, or accept only
	 * some mails on each. So if a connection that has sent a mail fails before the server
	 * has the content of the next one, this method sends it over a new connection.
	 */
	@Override
	public synchronized void sendMessage(Message message, Address[] addresses) throws MessagingException {
		reply.remove();
		this.healthy = false;
		try {
			super.sendMessage(message, addresses);
		}
		catch (MessagingException ex) {
			if (!this.reused || this.connect == null || !SmtpReply.isBeforeContent(ex, message)) {
				throw ex;
			}
			disconnect();
			this.connect.run();
			super.sendMessage(message, addresses);
		}
		reply.set(getLastServerResponse());
		this.reused = true;
		this.healthy = true;
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

	/**
	 * Releases the connection to the pool, if it has one.
	 */
	@Override
	public synchronized void close() {
		if (this.onClose != null) {
			this.onClose.accept(this);
		}
		else {
			disconnect();
		}
	}

	/**
	 * Closes the connection.
	 */
	synchronized void disconnect() {
		try {
			super.close();
		}
		catch (MessagingException ex) {
			// The connection is lost, so there is nothing to close.
		}
	}

	@FunctionalInterface
	private interface Connect {

		void run() throws MessagingException;

	}

}
