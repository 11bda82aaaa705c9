package io.bookings.consumer.health;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Answers the {@link LivenessProbe} at a Unix domain socket, as soon as the service is
 * ready. The socket does not depend on settings of the HTTP server and the actuator.
 */
public class LivenessSocket implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(LivenessSocket.class);

	private final Path path;

	private final BooleanSupplier alive;

	private volatile @Nullable ServerSocketChannel server;

	/**
	 * Creates a socket that is not open.
	 * @param path the path of the socket
	 * @param alive whether the service is alive
	 */
	public LivenessSocket(Path path, BooleanSupplier alive) {
		this.path = path;
		this.alive = alive;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		open();
	}

	/**
	 * Opens the socket. If that fails, the service works, but the image's health check
	 * fails.
	 */
	void open() {
		try {
			Files.deleteIfExists(this.path); // of a service that was killed
			ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
			this.server = channel;
			channel.bind(UnixDomainSocketAddress.of(this.path));
			Thread.ofPlatform().daemon().name("booking-liveness").start(() -> serve(channel));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn(
					"The image's health check will fail, because the socket {} cannot be opened ({}):  "
							+ "make its directory writable, or set booking.health.liveness-socket to another path",
					this.path, ex.toString());
		}
	}

	private void serve(ServerSocketChannel channel) {
		while (channel.isOpen()) {
			try (SocketChannel probe = channel.accept()) {
				String answer = this.alive.getAsBoolean() ? LivenessProbe.ALIVE : "DOWN";
				probe.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("A request of the health check was not answered", ex);
			}
		}
	}

	@Override
	public void destroy() throws IOException {
		ServerSocketChannel channel = this.server;
		if (channel != null) {
			channel.close();
			Files.deleteIfExists(this.path);
		}
	}

}
