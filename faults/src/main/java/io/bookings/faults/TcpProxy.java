package io.bookings.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes on between the services and one of their peers, as badly as it is told to.
 */
final class TcpProxy implements AutoCloseable {

	/** One way. A batch needs about ten answers of PostgreSQL. */
	private static final long LATENCY_MILLIS = 150;

	private static final int BUFFER = 16 * 1024;

	/**
	 * The message {@code CommandComplete} of PostgreSQL's protocol.
	 *
	 * @see <a href=
	 * "https://www.postgresql.org/docs/18/protocol-message-formats.html">Message
	 * Formats</a>
	 */
	private static final byte[] COMMITTED = "C\0\0\0\013COMMIT\0".getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket server;

	private final int targetPort;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicLong responsesDropped = new AtomicLong();

	private volatile Behaviour behaviour = Behaviour.NORMAL;

	private TcpProxy(ServerSocket server, int targetPort) {
		this.server = server;
		this.targetPort = targetPort;
	}

	/**
	 * Starts a proxy on a free port.
	 * @param targetPort the port of this machine that the peer listens on
	 */
	static TcpProxy start(int targetPort) {
		try {
			TcpProxy proxy = new TcpProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), targetPort);
			Thread.startVirtualThread(proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Commits whose answer the service never got.
	 */
	long responsesDropped() {
		return this.responsesDropped.get();
	}

	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
		if (behaviour == Behaviour.REFUSING) {
			this.connections.forEach(Connection::reset);
		}
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Connection connection = new Connection(this.server.accept());
				Thread.startVirtualThread(connection::open);
			}
			catch (IOException ex) {
				// closed, or a client that is gone again
			}
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connections.forEach(Connection::reset);
	}

	/**
	 * How the proxy treats connections.
	 */
	enum Behaviour {

		/** Passes everything on. */
		NORMAL,

		/** Resets all connections, and each new one at once. */
		REFUSING,

		/**
		 * Accepts and never answers: what a firewall or a dead machine behind a load
		 * balancer does.
		 */
		HALF_OPEN,

		/** Passes everything on late. */
		SLOW,

		/** Resets a connection instead of telling that a transaction was committed. */
		DROPPING_COMMIT_RESPONSES

	}

	private final class Connection {

		private final Socket client;

		private final Socket peer = new Socket();

		private Connection(Socket client) {
			this.client = client;
		}

		private void open() {
			TcpProxy.this.connections.add(this);
			try {
				if (TcpProxy.this.behaviour == Behaviour.REFUSING) {
					throw new IOException("Refused");
				}
				this.peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), TcpProxy.this.targetPort));
				this.client.setTcpNoDelay(true);
				this.peer.setTcpNoDelay(true);
				Thread.startVirtualThread(() -> pass(this.client, this.peer, false));
				pass(this.peer, this.client, true);
			}
			catch (IOException ex) {
				reset();
			}
		}

		private void pass(Socket from, Socket to, boolean answers) {
			byte[] bytes = new byte[BUFFER];
			try {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
					behave(bytes, length, answers);
					out.write(bytes, 0, length);
				}
				// Both ways end together: none of the protocols closes one way only.
				reset();
			}
			catch (IOException | InterruptedException ex) {
				reset();
			}
		}

		private void behave(byte[] bytes, int length, boolean answers) throws IOException, InterruptedException {
			while (TcpProxy.this.behaviour == Behaviour.HALF_OPEN && !this.client.isClosed()) {
				Thread.sleep(20);
			}
			if (TcpProxy.this.behaviour == Behaviour.SLOW) {
				Thread.sleep(LATENCY_MILLIS);
			}
			if (answers && TcpProxy.this.behaviour == Behaviour.DROPPING_COMMIT_RESPONSES
					&& contains(bytes, length, COMMITTED)) {
				TcpProxy.this.responsesDropped.incrementAndGet();
				throw new IOException("Cut");
			}
		}

		private void reset() {
			TcpProxy.this.connections.remove(this);
			for (Socket socket : new Socket[] { this.client, this.peer }) {
				try {
					socket.close();
				}
				catch (IOException ex) {
					// gone anyway
				}
			}
		}

	}

	private static boolean contains(byte[] bytes, int length, byte[] sought) {
		for (int start = 0; start + sought.length <= length; start++) {
			int matched = 0;
			while (matched < sought.length && bytes[start + matched] == sought[matched]) {
				matched++;
			}
			if (matched == sought.length) {
				return true;
			}
		}
		return false;
	}

}
