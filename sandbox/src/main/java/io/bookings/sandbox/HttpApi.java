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
 * @param url where it answers
 * @param credentials what it asks for
 */
record HttpApi(URI url, Credentials credentials) {

	/**
	 * @throws SandboxException unless the service says that it has done so
	 */
	void put(String path, String json) throws InterruptedException {
		send("PUT", path, HttpRequest.BodyPublishers.ofString(json));
	}

	/**
	 * @return the body of the answer
	 * @throws SandboxException unless the service gives one
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
				throw new SandboxException("%s %s is answered with HTTP %d: %s".formatted(method, request.uri(),
						response.statusCode(), response.body()));
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new SandboxException("%s %s has failed: %s".formatted(method, request.uri(), ex), ex);
		}
	}

}
