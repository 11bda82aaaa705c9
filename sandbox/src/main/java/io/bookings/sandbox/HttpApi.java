package io.bookings.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The HTTP API of a running service.
 *
 * @param url the base URL
 * @param credentials the credentials of the API
 */
record HttpApi(URI url, Credentials credentials) {

	/**
	 * Sends a {@code PUT} request.
	 * @throws SandboxException if the status of the response is not 2xx
	 */
	void put(String path, String json) throws InterruptedException {
		send("PUT", path, HttpRequest.BodyPublishers.ofString(json));
	}

	/**
	 * Sends a {@code GET} request.
	 * @return the body of the response
	 * @throws SandboxException if the status of the response is not 2xx
	 */
	String get(String path) throws InterruptedException {
		return send("GET", path, HttpRequest.BodyPublishers.noBody());
	}

	private String send(String method, String path, HttpRequest.BodyPublisher body) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.url.resolve(path))
			.timeout(Duration.ofSeconds(10))
			.header("Authorization", this.credentials.authorization())
			.header("Content-Type", "application/json")
			.method(method, body)
			.build();
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() / 100 != 2) {
				throw new SandboxException("%s %s was answered with HTTP %d: %s".formatted(method, request.uri(),
						response.statusCode(), response.body()));
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new SandboxException("%s %s failed: %s".formatted(method, request.uri(), ex), ex);
		}
	}

}
