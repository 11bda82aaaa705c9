package io.bookings.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Supplier;

/**
 * Passes bytes on, and shows those that go to the server to a reader that counts.
 */
final class Proxy implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final ServerSocket door;

	private final int target;

	private final Supplier<Reader> readers;

	private Proxy(ServerSocket door, int target, Supplier<Reader> readers) {
		this.door = door;
		this.target = target;
		this.readers = readers;
	}

	/**
	 * Starts a proxy.
	 * @param target port of the server on this machine
	 * @param readers makes a reader for each connection
	 */
	static Proxy start(int target, Supplier<Reader> readers) throws IOException {
		return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, readers);
	}

	/**
	 * The same behind a door that was made elsewhere, and that the proxy closes.
	 */
	static Proxy start(ServerSocket door, int target, Supplier<Reader> readers) {
		Proxy proxy = new Proxy(door, target, readers);
		Thread.ofVirtual().start(proxy::accept);
		return proxy;
	}

	int port() {
		return this.door.getLocalPort();
	}

	private void accept() {
		while (!this.door.isClosed()) {
			try {
				Socket client = this.door.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				Thread.ofVirtual().start(() -> pass(client, server, this.readers.get()));
				Thread.ofVirtual().start(() -> pass(server, client, (bytes, length) -> {
				}));
			}
			catch (IOException ex) {
				// Closed, or nobody is there: the client sees it.
			}
		}
	}

	private static void pass(Socket from, Socket to, Reader reader) {
		byte[] buffer = new byte[BUFFER];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				reader.read(buffer, length);
				out.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			// One of both has hung up, which closes the other.
		}
	}

	@Override
	public void close() {
		try {
			this.door.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sees the bytes of one connection in their order.
	 */
	interface Reader {

		void read(byte[] bytes, int length);

	}

}
