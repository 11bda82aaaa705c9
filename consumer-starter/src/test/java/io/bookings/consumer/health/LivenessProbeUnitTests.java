package io.bookings.consumer.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LivenessProbeUnitTests {

	private final HttpServer service;

	private volatile int status = 200;

	LivenessProbeUnitTests() throws IOException {
		this.service = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.service.createContext("/actuator/health/liveness", (exchange) -> {
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.service.start();
	}

	@AfterEach
	void stop() {
		this.service.stop(0);
	}

	@Test
	void itAsksWhereTheActuatorAnswers() {
		assertThat(LivenessProbe.liveness(Map.of())).hasToString("http://127.0.0.1:8080/actuator/health/liveness");
		assertThat(LivenessProbe.liveness(Map.of("SERVER_PORT", "8081"))).hasPort(8081);
		assertThat(LivenessProbe.liveness(Map.of("SERVER_PORT", "8081", "MANAGEMENT_SERVER_PORT", "9081")))
			.hasPort(9081);
	}

	@Test
	void theServicesAnswerDecides() throws Exception {
		assertThat(probe(port())).isZero();
		this.status = 503;
		assertThat(probe(port())).isOne();
	}

	@Test
	void whereNobodyAnswersNobodyIsAlive() throws Exception {
		int port = port();
		this.service.stop(0);
		assertThat(probe(port)).isOne();
	}

	private int port() {
		return this.service.getAddress().getPort();
	}

	/**
	 * As an image does it: with this one class, and nothing else, on the class path.
	 */
	private static int probe(int port) throws Exception {
		URI classes = LivenessProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", Path.of(classes).toString(), LivenessProbe.class.getName())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().clear();
		builder.environment().put("SERVER_PORT", String.valueOf(port));
		return builder.start().waitFor();
	}

}
