package io.bookings.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class TcpProxyUnitTests {

	private static final byte[] COMMITTED = { 'C', 0, 0, 0, 11, 'C', 'O', 'M', 'M', 'I', 'T', 0 };

	private ServerSocket server;

	private TcpProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		this.proxy = TcpProxy.start(this.server.getLocalPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void bytesAreForwardedInBothDirections() throws IOException {
		try (Socket client = connect(); Socket peer = this.server.accept()) {
			client.getOutputStream().write("ask".getBytes(StandardCharsets.US_ASCII));
			assertThat(peer.getInputStream().readNBytes(3)).asString(StandardCharsets.US_ASCII).isEqualTo("ask");
			peer.getOutputStream().write(COMMITTED);
			assertThat(client.getInputStream().readNBytes(COMMITTED.length)).isEqualTo(COMMITTED);
		}
	}

	@Test
	void theResponseToACommitIsDroppedWithItsConnection() throws IOException {
		this.proxy.behave(TcpProxy.Behaviour.DROPPING_COMMIT_RESPONSES);
		try (Socket client = connect(); Socket peer = this.server.accept()) {
			peer.getOutputStream().write("BEGIN".getBytes(StandardCharsets.US_ASCII));
			assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
			peer.getOutputStream().write(COMMITTED);
			assertThat(client.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(this.proxy.responsesDropped()).isOne();
	}

	@Test
	void aHalfOpenConnectionForwardsNothingUntilItIsNormalAgain() throws IOException {
		this.proxy.behave(TcpProxy.Behaviour.HALF_OPEN);
		try (Socket client = connect(); Socket peer = this.server.accept()) {
			peer.getOutputStream().write(1);
			assertThat(client.getInputStream().available()).isZero();
			this.proxy.behave(TcpProxy.Behaviour.NORMAL);
			assertThat(client.getInputStream().read()).isOne();
		}
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
	}

}
