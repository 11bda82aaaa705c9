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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * An SMTP server in front of the mail server, which answers mails with a configuration
 * set as Amazon SES does: it gives the mail an id, replaces {@code Message-ID} and
 * {@code Date}, removes the headers for SES, and returns the id in its reply. All other
 * mails pass unchanged. Mails are read as ISO-8859-1, which keeps every byte.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321: SMTP</a>
 */
final class SesMailServer implements AutoCloseable {

	private static final String CONFIGURATION_SET = "X-SES-CONFIGURATION-SET";

	private static final String TAGS = "X-SES-MESSAGE-TAGS";

	private final ServerSocket server;

	private final int mailPort;

	private volatile BiConsumer<String, SesMail> accepted = (configurationSet, mail) -> {
	};

	private SesMailServer(ServerSocket server, int mailPort) {
		this.server = server;
		this.mailPort = mailPort;
	}

	/**
	 * @param mailPort the port of the mail server on this machine
	 */
	static SesMailServer start(int mailPort) {
		try {
			SesMailServer started = new SesMailServer(new ServerSocket(0, 0, InetAddress.getByName(EmbeddedMail.HOST)),
					mailPort);
			Thread.ofVirtual().name("ses-accept").start(started::accept);
			return started;
		}
		catch (IOException ex) {
			throw new SandboxException("The mail server did not start: " + ex.getMessage(), ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * @param listener called after the reply to each accepted mail that has a
	 * configuration set, with its name
	 */
	void onAccepted(BiConsumer<String, SesMail> listener) {
		this.accepted = listener;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				Thread.ofVirtual().name("ses-session").start(() -> serve(client));
			}
			catch (IOException ex) {
				// The server is closed.
			}
		}
	}

	private void serve(Socket client) {
		try (client; Socket backend = new Socket(EmbeddedMail.HOST, this.mailPort)) {
			client.setTcpNoDelay(true);
			backend.setTcpNoDelay(true);
			BufferedReader commands = reader(client);
			BufferedReader replies = reader(backend);
			copyReply(replies, client.getOutputStream());
			for (String command = commands.readLine(); command != null; command = commands.readLine()) {
				write(backend.getOutputStream(), command);
				String reply = copyReply(replies, client.getOutputStream());
				if (command.toUpperCase(Locale.ROOT).equals("DATA") && reply.startsWith("354")) {
					content(commands, client.getOutputStream(), replies, backend.getOutputStream());
				}
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// One of them has disconnected.
		}
	}

	private void content(BufferedReader commands, OutputStream client, BufferedReader replies, OutputStream backend)
			throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = commands.readLine(); !".".equals(line); line = commands.readLine()) {
			if (line == null) {
				throw new IOException("The client has disconnected before the end of the mail");
			}
			lines.add(line);
		}
		List<String> headers = headers(lines);
		String configurationSet = value(headers, CONFIGURATION_SET);
		String id = "0100" + UUID.randomUUID() + "-000000";
		List<String> mail = new ArrayList<>();
		if (configurationSet != null) {
			mail.add("Message-ID: <%s@email.amazonses.com>".formatted(id));
			mail.add("Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
			headers.stream().filter((header) -> !isReplaced(header)).forEach(mail::add);
			lines = lines.subList(String.join("\n", headers).split("\n", -1).length, lines.size());
		}
		mail.addAll(lines);
		mail.add(".");
		write(backend, String.join("\r\n", mail));
		if (configurationSet == null) {
			copyReply(replies, client);
			return;
		}
		String reply = readReply(replies);
		write(client, reply.startsWith("250") ? "250 Ok " + id : reply);
		if (reply.startsWith("250")) {
			this.accepted.accept(configurationSet, new SesMail(id, String.valueOf(value(headers, "To")),
					value(headers, "X-Booking-Notification"), value(headers, TAGS), Instant.now()));
		}
	}

	/**
	 * @return the headers, each with its continuation lines
	 */
	private static List<String> headers(List<String> lines) {
		List<String> headers = new ArrayList<>();
		for (String line : lines) {
			if (line.isEmpty()) {
				break;
			}
			if (line.startsWith(" ") || line.startsWith("\t")) {
				headers.add(headers.removeLast() + "\r\n" + line);
			}
			else {
				headers.add(line);
			}
		}
		return headers;
	}

	private static boolean isReplaced(String header) {
		String name = header.substring(0, Math.max(header.indexOf(':'), 0));
		return List.of("Message-ID", "Date", CONFIGURATION_SET, TAGS).stream().anyMatch(name::equalsIgnoreCase);
	}

	private static @Nullable String value(List<String> headers, String name) {
		return headers.stream()
			.filter((header) -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((header) -> header.substring(name.length() + 1).replaceAll("\r\n\\s", " ").strip())
			.findFirst()
			.orElse(null);
	}

	private static String copyReply(BufferedReader replies, OutputStream client) throws IOException {
		String reply = readReply(replies);
		write(client, reply);
		return reply;
	}

	/**
	 * Reads a reply, all of whose lines but the last have a hyphen after the code.
	 */
	private static String readReply(BufferedReader replies) throws IOException {
		StringBuilder reply = new StringBuilder();
		String line;
		do {
			line = replies.readLine();
			if (line == null) {
				throw new IOException("The mail server has disconnected");
			}
			reply.append(reply.isEmpty() ? "" : "\r\n").append(line);
		}
		while (line.length() > 3 && line.charAt(3) == '-');
		return reply.toString();
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
	}

	private static void write(OutputStream out, String line) {
		try {
			out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new SandboxException("The mail server did not stop: " + ex.getMessage(), ex);
		}
	}

	/**
	 * A mail that the server accepted.
	 *
	 * @param id the id that it gave the mail
	 * @param recipient the value of the header {@code To}
	 * @param notification the value of the header {@code X-Booking-Notification}
	 * @param tags the value of the header {@code X-SES-MESSAGE-TAGS}
	 * @param acceptedAt when it was accepted
	 */
	record SesMail(String id, String recipient, @Nullable String notification, @Nullable String tags,
			Instant acceptedAt) {

	}

}
