package io.bookings.sandbox;

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
import java.util.function.Supplier;

/**
 * Forwards bytes between clients and a server on this machine. It can show the bytes of
 * the clients to a listener, and it can disturb the connections.
 */
public final class TcpProxy implements AutoCloseable {

	/** For one direction. A batch needs about ten responses of PostgreSQL. */
	private static final long LATENCY_MILLIS = 150;

	private static final int BUFFER = 64 * 1024;

	/**
	 * The message {@code CommandComplete} of PostgreSQL's protocol.
	 *
	 * @see <a href=
	 * "https://www.postgresql.org/docs/18/protocol-message-formats.html">Message
	 * Formats</a>
	 */
	private static final byte[] COMMITTED = "C\0\0\0\013COMMIT\0".getBytes(StandardCharsets.US_ASCII);

	private static final Listener NO_LISTENER = (bytes, length) -> {
	};

	private final ServerSocket server;

	private final int targetPort;

	private final Supplier<Listener> listeners;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicLong responsesDropped = new AtomicLong();

	private volatile Behaviour behaviour = Behaviour.NORMAL;

	private TcpProxy(ServerSocket server, int targetPort, Supplier<Listener> listeners) {
		this.server = server;
		this.targetPort = targetPort;
		this.listeners = listeners;
	}

	/**
	 * Starts a proxy on a free port.
	 * @param targetPort the port of the server on this machine
	 * @return the proxy, to be closed
	 */
	public static TcpProxy start(int targetPort) {
		return start(targetPort, () -> NO_LISTENER);
	}

	/**
	 * Starts a proxy on a free port.
	 * @param targetPort the port of the server on this machine
	 * @param listeners creates a listener for each connection
	 * @return the proxy, to be closed
	 */
	public static TcpProxy start(int targetPort, Supplier<Listener> listeners) {
		try {
			return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), targetPort, listeners);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a proxy on an existing socket, for example one that uses TLS.
	 * @param server the socket, which the proxy closes
	 * @param targetPort the port of the server on this machine
	 * @return the proxy, to be closed
	 */
	public static TcpProxy start(ServerSocket server, int targetPort) {
		return start(server, targetPort, () -> NO_LISTENER);
	}

	private static TcpProxy start(ServerSocket server, int targetPort, Supplier<Listener> listeners) {
		TcpProxy proxy = new TcpProxy(server, targetPort, listeners);
		Thread.startVirtualThread(proxy::accept);
		return proxy;
	}

	/**
	 * @return the port that the proxy listens on
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * @return how many commits the server has confirmed without the client's knowledge
	 */
	public long responsesDropped() {
		return this.responsesDropped.get();
	}

	/**
	 * Changes the behaviour for all connections, the open ones included.
	 */
	public void behave(Behaviour behaviour) {
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
				// The proxy is closed, or the client has disconnected.
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
	 * Receives the bytes that the client of one connection sends, in their order.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * @param bytes a buffer, valid only during the call
		 * @param length how many bytes of the buffer are used
		 */
		void read(byte[] bytes, int length);

	}

	/**
	 * How the proxy treats connections.
	 */
	public enum Behaviour {

		/** Forwards everything. */
		NORMAL,

		/** Resets all connections, and each new one at once. */
		REFUSING,

		/**
		 * Accepts connections and forwards nothing, as a firewall does that drops
		 * packets.
		 */
		HALF_OPEN,

		/** Forwards everything with a delay. */
		SLOW,

		/** Resets a connection instead of forwarding the response to a commit. */
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
				Thread.startVirtualThread(() -> forward(this.client, this.peer, TcpProxy.this.listeners.get(), false));
				forward(this.peer, this.client, NO_LISTENER, true);
			}
			catch (IOException ex) {
				reset();
			}
		}

		private void forward(Socket from, Socket to, Listener listener, boolean responses) {
			byte[] bytes = new byte[BUFFER];
			try {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
					behave(bytes, length, responses);
					listener.read(bytes, length);
					out.write(bytes, 0, length);
				}
				// Both directions end together: no protocol used here closes only one.
				reset();
			}
			catch (IOException | InterruptedException ex) {
				reset();
			}
		}

		private void behave(byte[] bytes, int length, boolean responses) throws IOException, InterruptedException {
			while (TcpProxy.this.behaviour == Behaviour.HALF_OPEN && !this.client.isClosed()) {
				Thread.sleep(20);
			}
			if (TcpProxy.this.behaviour == Behaviour.SLOW) {
				Thread.sleep(LATENCY_MILLIS);
			}
			if (responses && TcpProxy.this.behaviour == Behaviour.DROPPING_COMMIT_RESPONSES
					&& contains(bytes, length, COMMITTED)) {
				TcpProxy.this.responsesDropped.incrementAndGet();
				throw new IOException("Response dropped");
			}
		}

		private void reset() {
			TcpProxy.this.connections.remove(this);
			for (Socket socket : new Socket[] { this.client, this.peer }) {
				try {
					socket.close();
				}
				catch (IOException ex) {
					// The connection is gone in any case.
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
