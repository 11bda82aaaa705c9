package io.bookings.consumer.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

class OutgoingHttpUnitTests {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	OutgoingHttpUnitTests() throws IOException {
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
	}

	@Test
	void aRequestOverPlainHttpAsksForNoUpgrade() {
		assertThat(request("/hook")).startsWith("POST /hook HTTP/1.1\r\n")
			.doesNotContainIgnoringCase("upgrade")
			.doesNotContainIgnoringCase("http2-settings");
	}

	@ParameterizedTest
	@CsvSource({ "/, /", "/a/, /a/", "//a//b, //a//b", "/a%20b%2Fc%25, /a%20b%2Fc%25",
			"/a?x=%7B1%7D&y=a+b&z, /a?x=%7B1%7D&y=a+b&z", "/a;v=1?q=/?/, /a;v=1?q=/?/", "/a#part, /a" })
	void theUrlIsAskedForAsItIsWritten(String written, String asked) {
		assertThat(request(written)).startsWith("POST " + asked + " HTTP/1.1\r\n");
	}

	@Test
	void theCredentialsOfAUrlAreSent() {
		assertThat(request("user:p%40ss+w%C3%B6rd@", "/hook"))
			// user:p@ss+wörd
			.contains("Authorization: Basic dXNlcjpwQHNzK3fDtnJk\r\n");
		assertThat(request("/hook")).doesNotContain("Authorization");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					403 | application/problem+json | {"title":"Not your booking","detail":"ada@example.com"} | 403 (title: Not your booking)
					403 | application/json         | {"title":{"a":1},"error":"x"}                           | 403
					403 | application/json         | {"title":                                               | 403
					403 | text/html                | {"title":"page"}                                        | 403
					400 |                          | secret                                                  | 400
					""")
	void whatTheOtherSideSaidIsToldWithoutItsBody(int status, String type, String body, String said) {
		HttpHeaders headers = new HttpHeaders();
		if (type != null) {
			headers.set("Content-Type", type);
		}
		assertThat(OutgoingHttp.said(refusal(status, headers, body))).isEqualTo(said);
	}

	@Test
	void whoAnsweredAndWhatItAsksForIsTold() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("WWW-Authenticate", "Bearer realm=\"secret\", error=\"invalid_token\"");
		headers.add("WWW-Authenticate", "Basic realm=secret");
		headers.add("Server", "squid/6.6");
		headers.add("X-Other", "secret");
		assertThat(OutgoingHttp.said(refusal(401, headers, "")))
			.isEqualTo("401 (asks for: Bearer, asks for: Basic, server: squid/6.6)");
	}

	@Test
	void aLongOrHostileAnswerIsCutAndEscaped() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Content-Type", "application/problem+json;charset=utf-8");
		assertThat(OutgoingHttp.said(refusal(400, headers, "{\"title\":\"a\\u202eb\\n" + "x".repeat(1000) + "\"}")))
			.startsWith("400 (title: a\\u202Eb\\u000Axxx")
			.hasSizeLessThan(120);
	}

	private static RestClientResponseException refusal(int status, HttpHeaders headers, String body) {
		return new RestClientResponseException("", HttpStatus.valueOf(status), "", headers,
				(body != null) ? body.getBytes(StandardCharsets.UTF_8) : new byte[0], null);
	}

	private String request(String target) {
		return request("", target);
	}

	/**
	 * The head of the request, byte for byte.
	 */
	private String request(String userInfo, String target) {
		CompletableFuture<String> head = CompletableFuture.supplyAsync(this::answerOne);
		URI url = URI.create("http://" + userInfo + "127.0.0.1:" + this.server.getLocalPort() + target);
		RestClient.builder()
			.requestFactory(OutgoingHttp.requests(Duration.ofSeconds(10)))
			.defaultHeaders((headers) -> OutgoingHttp.addCredentials(headers, url))
			.build()
			.post()
			.uri(url)
			.retrieve()
			.toBodilessEntity();
		return head.join();
	}

	private String answerOne() {
		try (Socket client = this.server.accept()) {
			InputStream in = client.getInputStream();
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) in.read());
			}
			client.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			return head.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
