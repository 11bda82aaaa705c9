package io.bookings.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A mail server that keeps nothing of a mail but its {@code Message-ID}, so that a
 * million fit, and that can hang up at the worst moment. The sandbox's own can do
 * neither.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321: SMTP</a>
 */
final class MailSink implements AutoCloseable {

	private static final String MESSAGE_ID = "message-id:";

	private final ServerSocket server;

	private final Map<String, Integer> mails = new ConcurrentHashMap<>();

	private final AtomicLong disconnects = new AtomicLong();

	private volatile Behaviour behaviour = Behaviour.NORMAL;

	private MailSink(ServerSocket server) {
		this.server = server;
	}

	static MailSink start() {
		try {
			MailSink sink = new MailSink(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
			Thread.startVirtualThread(sink::accept);
			return sink;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	/**
	 * How often a mail of each {@code Message-ID} has come.
	 */
	Map<String, Integer> mails() {
		return this.mails;
	}

	/**
	 * Mails that were kept without saying so.
	 */
	long disconnects() {
		return this.disconnects.get();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				Thread.startVirtualThread(() -> serve(client));
			}
			catch (IOException ex) {
				// closed, or a client that is gone again
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
			OutputStream out = client.getOutputStream();
			reply(out, "220 sink");
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				String command = line.toUpperCase(Locale.ROOT);
				if (command.startsWith("QUIT")) {
					reply(out, "221 bye");
					return;
				}
				if (command.equals("DATA")) {
					reply(out, "354 go on");
					if (!receive(in, out)) {
						return;
					}
				}
				else {
					reply(out, "250 ok");
				}
			}
		}
		catch (IOException ex) {
			// the client has hung up: what has come by then counts
		}
	}

	/**
	 * Takes a mail.
	 * @return whether to go on with the connection
	 */
	private boolean receive(BufferedReader in, OutputStream out) throws IOException {
		String messageId = readMail(in);
		if (messageId == null) {
			return false;
		}
		if (this.behaviour == Behaviour.BUSY) {
			reply(out, "451 try again later");
			return true;
		}
		this.mails.merge(messageId, 1, Integer::sum);
		if (this.behaviour == Behaviour.DISCONNECTING_AFTER_DATA) {
			this.disconnects.incrementAndGet();
			return false;
		}
		reply(out, "250 accepted");
		return true;
	}

	private static @Nullable String readMail(BufferedReader in) throws IOException {
		String messageId = null;
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			if (line.equals(".")) {
				return messageId;
			}
			if (messageId == null && line.toLowerCase(Locale.ROOT).startsWith(MESSAGE_ID)) {
				messageId = line.substring(MESSAGE_ID.length()).strip();
			}
		}
		return null;
	}

	private static void reply(OutputStream out, String line) throws IOException {
		out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How mails are taken.
	 */
	enum Behaviour {

		NORMAL,

		/** Answers 451, and keeps nothing. */
		BUSY,

		/** Keeps the mail, and hangs up instead of saying so. */
		DISCONNECTING_AFTER_DATA

	}

}
