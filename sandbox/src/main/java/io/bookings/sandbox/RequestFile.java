package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of HTTP requests, such as {@code requests.http}, in the format that JetBrains
 * IDEs and the REST Client of VS Code have in common. Each request follows a line
 * {@code ### name} and has a comment {@code # expects 200}, which tools ignore.
 */
public final class RequestFile {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+)}}");

	private static final Pattern DEFINITION = Pattern.compile("(?m)^@(\\w+) = (.*)$");

	private static final Pattern EXPECTATION = Pattern.compile("(?m)^# expects (\\d{3})$");

	private static final Pattern BASIC = Pattern.compile("Basic (\\S+) (\\S+)");

	private final List<String> sections;

	private final Map<String, String> variables = new HashMap<>();

	private RequestFile(String text) {
		List<String> parts = List.of(text.split("(?m)^### "));
		this.sections = parts.subList(1, parts.size());
		DEFINITION.matcher(parts.getFirst())
			.results()
			.forEach((definition) -> this.variables.put(definition.group(1), definition.group(2)));
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @return its content
	 * @throws UncheckedIOException if the file cannot be read
	 */
	public static RequestFile read(Path file) {
		try {
			return new RequestFile(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sets a variable. The value replaces the value in the file.
	 * @param name the name of a variable that the file defines
	 * @param value the value
	 * @return this file
	 * @throws IllegalArgumentException if the file does not define the variable
	 */
	public RequestFile with(String name, String value) {
		if (this.variables.replace(name, value) == null) {
			throw new IllegalArgumentException("The file defines no variable " + name);
		}
		return this;
	}

	/**
	 * Returns the requests to one host, in the order of the file.
	 * @param host the name of the variable with which the URLs begin
	 * @return the requests with the values of their variables
	 * @throws IllegalArgumentException if a request is malformed, has no expected status,
	 * or uses a variable that the file does not define
	 */
	public List<Request> requestsTo(String host) {
		return this.sections.stream()
			.filter((section) -> section.contains(" {{" + host + "}}/"))
			.map(this::parse)
			.toList();
	}

	private Request parse(String section) {
		String name = section.lines().findFirst().orElseThrow();
		MatchResult expectation = EXPECTATION.matcher(section)
			.results()
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No expected status: " + name));
		List<String> lines = new ArrayList<>(
				section.lines().skip(1).filter((line) -> !line.startsWith("#")).map(this::resolve).toList());
		String[] target = lines.removeFirst().split(" ");
		int end = lines.indexOf("");
		String body = String.join("\n", lines.subList((end < 0) ? lines.size() : end, lines.size())).strip();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target[1]))
			.method(target[0], body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		for (String header : lines.subList(0, (end < 0) ? lines.size() : end)) {
			String[] parts = header.split(": ", 2);
			request.header(parts[0], encodeCredentials(parts[1]));
		}
		return new Request(name, request.build(), Integer.parseInt(expectation.group(1)));
	}

	private String resolve(String line) {
		return VARIABLE.matcher(line).replaceAll((variable) -> {
			String value = this.variables.get(variable.group(1));
			if (value == null) {
				throw new IllegalArgumentException("The file defines no variable " + variable.group(1));
			}
			return Matcher.quoteReplacement(value);
		});
	}

	/**
	 * Tools accept a name and a password after {@code Basic}, and encode them.
	 */
	private static String encodeCredentials(String header) {
		Matcher basic = BASIC.matcher(header);
		return basic.matches() ? new Credentials(basic.group(1), basic.group(2)).authorization() : header;
	}

	/**
	 * A request of the file.
	 *
	 * @param name the text after {@code ###}
	 * @param request the request with the values of its variables
	 * @param expectedStatus the status that the file expects
	 */
	public record Request(String name, HttpRequest request, int expectedStatus) {

		/**
		 * Sends the request.
		 * @return the status of the response
		 * @throws SandboxException if there is no response
		 */
		public int send() {
			try (HttpClient http = HttpClient.newHttpClient()) {
				return http.send(this.request, BodyHandlers.discarding()).statusCode();
			}
			catch (IOException ex) {
				throw new SandboxException("%s got no response: %s".formatted(this.request, ex), ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new SandboxException("%s was interrupted".formatted(this.request), ex);
			}
		}

		/**
		 * Returns whether the request calls an operation of an OpenAPI document.
		 * @param method the HTTP method, in upper case or lower case
		 * @param path the path with its parameters, such as
		 * {@code /bookings/{bookingId}/history}
		 * @return {@code true} if method and path match
		 */
		public boolean calls(String method, String path) {
			return this.request.method().equalsIgnoreCase(method)
					&& this.request.uri().getPath().matches(path.replaceAll("\\{\\w+}", "[^/]+"));
		}

		@Override
		public String toString() {
			return "%s (%s %s)".formatted(this.name, this.request.method(), this.request.uri());
		}

	}

}
