package io.bookings.consumer.health;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A program that checks whether the service in the same container is alive, for images
 * without a shell and curl. It uses only this class and the JDK. The service answers at a
 * Unix domain socket, so that no setting of the HTTP server matters.
 */
public final class LivenessProbe {

	/** The service's answer when it is alive. */
	static final String ALIVE = "UP";

	/** The same variable sets the service's {@code booking.health.liveness-socket}. */
	private static final String VARIABLE = "BOOKING_HEALTH_LIVENESS_SOCKET";

	private static final int PATIENCE_MILLIS = 3000;

	private LivenessProbe() {
	}

	/**
	 * Exits with code 0 if the service is alive, otherwise with code 1, and prints a
	 * sentence.
	 * @param args none
	 */
	public static void main(String[] args) {
		String path = System.getenv(VARIABLE);
		if (path == null || path.isBlank()) {
			end("%s is not set: set it to a path that the service may write to".formatted(VARIABLE), 1);
			return;
		}
		Thread.ofPlatform().daemon().start(() -> giveUp(path));
		try (SocketChannel service = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
			String answer = new String(Channels.newInputStream(service).readAllBytes(), StandardCharsets.US_ASCII);
			end("The service at %s answers '%s'".formatted(path, answer), answer.equals(ALIVE) ? 0 : 1);
		}
		catch (IOException ex) {
			end("The service at %s does not answer: %s".formatted(path, ex), 1);
		}
	}

	private static void giveUp(String path) {
		try {
			Thread.sleep(PATIENCE_MILLIS);
			end("The service at %s does not answer within %d ms".formatted(path, PATIENCE_MILLIS), 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void end(String sentence, int status) {
		System.out.println(sentence);
		System.exit(status);
	}

}
