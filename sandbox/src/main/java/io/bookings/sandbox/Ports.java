package io.bookings.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Finds free TCP ports of this machine.
 */
public final class Ports {

	/**
	 * Below the range that operating systems use for outgoing connections. While a
	 * database is stopped, no client's connection can take its port or connect to itself.
	 */
	private static final int LOWEST = 20_000;

	private static final int HIGHEST = 30_000;

	private Ports() {
	}

	/**
	 * @return a port on which no process listens
	 */
	public static int free() {
		int port;
		do {
			port = new Random().nextInt(LOWEST, HIGHEST);
		}
		while (!isFree(port));
		return port;
	}

	static boolean isFree(int port) {
		return canListen(new InetSocketAddress(port))
				&& canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	private static boolean canListen(InetSocketAddress address) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(address);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
