package io.bookings.consumer.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random changes of good requests, byte for byte, on a socket: whatever comes, the answer
 * is a defined one, tells nothing about the inside, and the next caller is served.
 */
class HostileRequestsIntegrationTests {

	private static final int REQUESTS = 2000;

	/**
	 * Not implemented, and no version of HTTP that is known: the two that are no fault.
	 */
	private static final Set<Integer> DEFINED = Set.of(501, 505);

	private static final String CREDENTIALS = Base64.getEncoder()
		.encodeToString(("user:" + TestApi.PASSWORD).getBytes(StandardCharsets.UTF_8));

	private static final String CONTACT = """
			{"name":"Anna","email":"anna@example.com","locale":"de-DE","timeZone":"Europe/Berlin","channels":["email"]}""";

	private static final String GOOD = request("GET /ids/booking-1", "");

	private static final List<String> REQUESTS_THAT_ARE_GOOD = List.of(GOOD,
			request("GET /pages?limit=10&owner=user-1&after=abc", ""),
			request("PUT /contact", "Content-Type: application/json\r\nContent-Length: " + CONTACT.length() + "\r\n")
					+ CONTACT,
			request("PUT /contact", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")
					+ Integer.toHexString(CONTACT.length()) + "\r\n" + CONTACT + "\r\n0\r\n\r\n",
			request("GET /actuator/health", "Accept: application/json\r\n"));

	private static ConfigurableApplicationContext context;

	private final Random random = new Random(42);

	@BeforeAll
	static void start() {
		context = TestApi.start("spring.security.user.password=" + TestApi.PASSWORD);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void everyRequestGetsADefinedAnswer() throws IOException {
		for (int i = 0; i < REQUESTS; i++) {
			byte[] request = changed(
					REQUESTS_THAT_ARE_GOOD.get(i % REQUESTS_THAT_ARE_GOOD.size()).getBytes(StandardCharsets.UTF_8));
			String answer = answer(request);
			String sent = new String(request, StandardCharsets.ISO_8859_1);
			assertThat(answer).as(sent).doesNotContain("Exception", "\tat ", "Tomcat", "java.", "springframework");
			// What ends too early is not answered, and HTTP/0.9 without a status.
			if (!answer.isEmpty() && !answer.startsWith("{")) {
				assertThat(answer).as(sent).startsWith("HTTP/1.1 ");
				int status = Integer.parseInt(answer.substring(9, 12));
				assertThat(status < 500 || DEFINED.contains(status)).as("%s%n%s", sent, answer).isTrue();
			}
		}
		assertThat(answer(GOOD.getBytes(StandardCharsets.UTF_8))).startsWith("HTTP/1.1 200 ");
	}

	private byte[] changed(byte[] request) {
		byte[] changed = request.clone();
		for (int changes = this.random.nextInt(4); changes > 0; changes--) {
			int index = this.random.nextInt(changed.length);
			switch (this.random.nextInt(3)) {
				case 0 -> changed[index] = (byte) this.random.nextInt(256);
				case 1 -> changed[index] = (byte) "\r\n:;%/\\?#\u0000 \"{}[],0".charAt(this.random.nextInt(18));
				default -> changed = without(changed, index, 1 + this.random.nextInt(10));
			}
		}
		return changed;
	}

	private static byte[] without(byte[] bytes, int from, int count) {
		int to = Math.min(bytes.length, from + count);
		byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
		System.arraycopy(bytes, to, rest, from, bytes.length - to);
		return (rest.length > 0) ? rest : bytes;
	}

	private static String answer(byte[] request) throws IOException {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write(request);
			socket.shutdownOutput(); // or what is incomplete is waited for
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (SocketException ex) {
			return ""; // reset, after an answer that the rest of the request overtook
		}
	}

	private static String request(String line, String headers) {
		return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + CREDENTIALS
				+ "\r\nConnection: close\r\n" + headers + "\r\n";
	}

}
