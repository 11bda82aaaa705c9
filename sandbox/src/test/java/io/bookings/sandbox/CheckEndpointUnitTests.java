package io.bookings.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckEndpointUnitTests {

	private static final String BODY = Samples.event(ServiceKind.PROVIDER);

	private static CheckEndpoint endpoint;

	private static HttpClient http;

	@BeforeAll
	static void start() {
		endpoint = CheckEndpoint.start(0);
		http = HttpClient.newHttpClient();
	}

	@AfterAll
	static void stop() {
		http.close();
		endpoint.close();
	}

	@Test
	void validBodyIsAnsweredWithItsEventAndContentHash() throws Exception {
		HttpResponse<String> response = post(BODY);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
		assertThat(response.body()).isEqualTo("{\"valid\":true,\"eventType\":\"BOOKING_CREATED\",\"contentHash\":"
				+ "\"98ad4c3a109ba1aa0e00d8cc861544326196f7f9b7077e8ff4e599fe82eee30d\",\"violations\":[]}\n");
	}

	@Test
	void invalidBodyIsAnsweredWithEveryBrokenRule() throws Exception {
		HttpResponse<String> response = post(BODY.replace("11:00", "10:00"));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).isEqualTo("{\"valid\":false,\"eventType\":\"BOOKING_CREATED\",\"contentHash\":null,"
				+ "\"violations\":[{\"path\":\"slotEnd\",\"rule\":\"NOT_AFTER_SLOT_START\","
				+ "\"description\":\"must be after slotStart\"}]}\n");
		assertThat(post("x".repeat(3_000_000)).body()).contains("TOO_LARGE");
	}

	@Test
	void otherMethodsAreRefused() throws Exception {
		assertThat(http
			.send(HttpRequest.newBuilder(URI.create(endpoint.url())).build(), HttpResponse.BodyHandlers.ofString())
			.statusCode()).isEqualTo(405);
	}

	private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
		return http.send(HttpRequest.newBuilder(URI.create(endpoint.url()))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

}
