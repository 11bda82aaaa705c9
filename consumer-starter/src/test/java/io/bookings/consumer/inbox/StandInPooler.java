package io.bookings.consumer.inbox;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL as a pooler does, telling the client a process
 * number of its own, and counts how often the client waits for an answer. It has one
 * session of the server for each client. The client must not ask for TLS. The form of the
 * messages:
 * <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">PostgreSQL,
 * Message Formats</a>.
 */
final class StandInPooler implements AutoCloseable {

	private static final int CANCEL_REQUEST = 80877102;

	private final AtomicInteger roundTrips = new AtomicInteger();

	private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final URI server;

	private StandInPooler(String jdbcUrl) throws IOException {
		this.server = URI.create(jdbcUrl.substring("jdbc:".length()));
	}

	static StandInPooler before(String jdbcUrl) throws IOException {
		StandInPooler pooler = new StandInPooler(jdbcUrl);
		Thread.ofVirtual().start(pooler::accept);
		return pooler;
	}

	String jdbcUrl() {
		return "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable".formatted(this.listening.getLocalPort(),
				this.server.getPath());
	}

	int roundTrips() {
		return this.roundTrips.get();
	}

	private void accept() {
		while (!this.listening.isClosed()) {
			try {
				Socket client = this.listening.accept();
				Socket upstream = new Socket(this.server.getHost(), this.server.getPort());
				client.setTcpNoDelay(true);
				upstream.setTcpNoDelay(true);
				Thread.ofVirtual().start(() -> pump(client, upstream, true));
				Thread.ofVirtual().start(() -> pump(upstream, client, false));
			}
			catch (IOException ex) {
				return; // closed
			}
		}
	}

	private void pump(Socket from, Socket to, boolean fromClient) {
		try (from; to) {
			DataInputStream in = new DataInputStream(from.getInputStream());
			OutputStream out = to.getOutputStream();
			if (fromClient) {
				write(read(in, -1), out); // the startup message has no type
			}
			for (int type = in.read(); type >= 0; type = in.read()) {
				ByteBuffer message = read(in, type);
				// What is sent at once is answered at once: BEGIN and the first
				// statement. It is counted before it can be answered.
				if (fromClient && (type == 'S' || type == 'Q') && in.available() == 0) {
					this.roundTrips.incrementAndGet();
				}
				write(message, out);
			}
		}
		catch (IOException ex) {
			// one of both has gone
		}
	}

	private static ByteBuffer read(DataInputStream in, int type) throws IOException {
		int length = in.readInt();
		byte[] body = in.readNBytes(length - Integer.BYTES);
		if (type == 'K') {
			body[0] ^= 0x55; // the process number of the server
		}
		else if (type < 0 && ByteBuffer.wrap(body).getInt() == CANCEL_REQUEST) {
			body[Integer.BYTES] ^= 0x55;
		}
		ByteBuffer message = ByteBuffer.allocate(1 + length);
		if (type >= 0) {
			message.put((byte) type);
		}
		return message.putInt(length).put(body);
	}

	private static void write(ByteBuffer message, OutputStream out) throws IOException {
		out.write(message.array(), 0, message.position());
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

}
