package io.bookings.consumer.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A mail server that can be unavailable, and that counts connections.
 */
final class SmtpStandIn implements AutoCloseable {

	/** Closes the connection without a reply. */
	static final String CLOSE = "";

	/** Keeps the connection and never replies. */
	static final String HANG = "hang";

	/** Replies to the greeting, which is no command. */
	static final String GREETING = "greeting";

	/** The command MAIL for a further mail on the same connection. */
	static final String FURTHER_MAIL = "MAIL again";

	private final ServerSocket server;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger mostOpen = new AtomicInteger();

	private final List<String> sentMessageIds = new CopyOnWriteArrayList<>();

	private final List<String> messageIds = new CopyOnWriteArrayList<>();

	private volatile UnaryOperator<@Nullable String> script;

	SmtpStandIn(UnaryOperator<@Nullable String> script) {
		this.script = script;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread.ofVirtual().start(this::accept);
	}

	static SmtpStandIn unavailable() {
		SmtpStandIn smtp = new SmtpStandIn((command) -> null);
		smtp.fail();
		return smtp;
	}

	void fail() {
		this.script = (command) -> GREETING.equals(command) ? "421 not available" : null;
	}

	void work() {
		this.script = (command) -> null;
	}

	void answer(UnaryOperator<@Nullable String> newScript) {
		this.script = newScript;
	}

	int port() {
		return this.server.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	int openConnections() {
		return this.open.get();
	}

	/**
	 * The largest number of connections at one time since the last call.
	 */
	int mostOpen() {
		return this.mostOpen.getAndSet(0);
	}

	/**
	 * The {@code Message-ID} of each mail whose content arrived, accepted or not.
	 */
	List<String> sentMessageIds() {
		return this.sentMessageIds;
	}

	/**
	 * The {@code Message-ID} of each accepted mail.
	 */
	List<String> messageIds() {
		return this.messageIds;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				this.mostOpen.accumulateAndGet(this.open.incrementAndGet(), Math::max);
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				// the test has ended
			}
		}
	}

	private void serve(Socket socket) {
		try (socket;
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
			if (reply(socket, this.script.apply(GREETING), "220 ready")) {
				talk(socket, reader);
			}
		}
		catch (IOException ex) {
			// the client has disconnected
		}
		finally {
			this.open.decrementAndGet();
		}
	}

	private void talk(Socket socket, BufferedReader reader) throws IOException {
		String messageId = "";
		boolean data = false;
		boolean further = false;
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (data && !line.equals(".")) {
				if (line.startsWith("Message-ID:")) {
					messageId = line;
				}
				continue;
			}
			if (data) {
				this.sentMessageIds.add(messageId);
			}
			String scripted = this.script.apply((further && line.startsWith("MAIL")) ? FURTHER_MAIL : line);
			boolean accepted = data && scripted == null;
			data = line.equals("DATA") && scripted == null;
			String usual = data ? "354 continue"
					: line.startsWith("EHLO") ? "250-stand-in\r\n250 AUTH LOGIN" : "250 ok";
			if (accepted) {
				this.messageIds.add(messageId);
				further = true;
			}
			if (!reply(socket, scripted, usual) || line.equals("QUIT")) {
				return;
			}
		}
	}

	/**
	 * Replies as the script says.
	 * @param scripted the reply of the script, or {@code null} for the usual one
	 * @return whether the connection continues
	 */
	private static boolean reply(Socket socket, @Nullable String scripted, String usual) throws IOException {
		if (CLOSE.equals(scripted)) {
			return false;
		}
		if (HANG.equals(scripted)) {
			socket.getInputStream().readAllBytes(); // until the client disconnects
			return false;
		}
		socket.getOutputStream()
			.write((((scripted != null) ? scripted : usual) + "\r\n").getBytes(StandardCharsets.UTF_8));
		socket.getOutputStream().flush();
		return scripted == null || !scripted.startsWith("421");
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

}
