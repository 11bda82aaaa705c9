package io.bookings.sandbox;

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
 * A mail server for many mails: it stores only their {@code Message-ID}s, takes little
 * CPU time, and can behave like a server that fails. The mail server of the sandbox
 * parses and stores each mail.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321: SMTP</a>
 */
public final class MailSink implements AutoCloseable {

	private static final String MESSAGE_ID = "message-id:";

	private final ServerSocket server;

	private final Map<String, Integer> mails = new ConcurrentHashMap<>();

	private final AtomicLong disconnects = new AtomicLong();

	private volatile Behaviour behaviour = Behaviour.NORMAL;

	private MailSink(ServerSocket server) {
		this.server = server;
	}

	/**
	 * Starts a server on a free port of the loopback address.
	 * @return the server
	 */
	public static MailSink start() {
		try {
			MailSink sink = new MailSink(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
			Thread.startVirtualThread(sink::accept);
			return sink;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Changes the response to mails.
	 * @param behaviour how the server responds from now on
	 */
	public void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	/**
	 * Returns the number of mails with each {@code Message-ID}.
	 * @return the numbers, which change as mails arrive
	 */
	public Map<String, Integer> mails() {
		return this.mails;
	}

	/**
	 * Returns the number of mails that were stored but not confirmed.
	 * @return the number
	 */
	public long disconnects() {
		return this.disconnects.get();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				Thread.startVirtualThread(() -> serve(client));
			}
			catch (IOException ex) {
				// The server is closed, or the client has disconnected.
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
			OutputStream out = client.getOutputStream();
			if (this.behaviour == Behaviour.UNAVAILABLE) {
				reply(out, "421 not available");
				return;
			}
			reply(out, "220 sink");
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				String command = line.toUpperCase(Locale.ROOT);
				if (command.startsWith("QUIT")) {
					reply(out, "221 bye");
					return;
				}
				if (command.equals("DATA")) {
					reply(out, "354 continue");
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
			// The client has disconnected. Complete mails count.
		}
	}

	/**
	 * Receives a mail.
	 * @return whether to keep the connection
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
	 * How the server responds to mails.
	 */
	public enum Behaviour {

		/** Stores the mail and responds with 250. */
		NORMAL,

		/** Responds with 451 and stores nothing. */
		BUSY,

		/** Responds with 421 to each connection. */
		UNAVAILABLE,

		/** Stores the mail and disconnects without a response. */
		DISCONNECTING_AFTER_DATA

	}

}
