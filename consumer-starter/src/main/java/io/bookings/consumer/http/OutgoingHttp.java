package io.bookings.consumer.http;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bookings.consumer.log.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClientResponseException;

/**
 * Requests to the systems in a service's settings, such as webhooks.
 */
public final class OutgoingHttp {

	private static final int MAX_QUOTE = 80;

	private static final JsonMapper json = new JsonMapper();

	private OutgoingHttp() {
	}

	/**
	 * Creates a factory of HTTP/1.1 requests that do not follow redirects. With HTTP/2,
	 * the JDK's client requests an upgrade ({@code Upgrade: h2c}) from each plain HTTP
	 * server, and some servers reject such requests.
	 * @param timeout the limit for the response; that for connecting is four fifths of
	 * it, so that a failed connection is reported as one
	 * @return the factory
	 */
	public static ClientHttpRequestFactory requests(Duration timeout) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(timeout.multipliedBy(4).dividedBy(5))
			.followRedirects(HttpClient.Redirect.NEVER)
			.build());
		requests.setReadTimeout(timeout);
		return requests;
	}

	/**
	 * Adds the credentials of a URL such as {@code https://user:password@host/}, which
	 * the JDK's client does not send.
	 * @param headers the request's headers
	 * @param url the URL of the request
	 */
	public static void addCredentials(HttpHeaders headers, URI url) {
		String userInfo = url.getRawUserInfo();
		if (userInfo != null) {
			String[] parts = userInfo.split(":", 2);
			headers.setBasicAuth(decode(parts[0]), (parts.length > 1) ? decode(parts[1]) : "", StandardCharsets.UTF_8);
		}
	}

	private static String decode(String part) {
		return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	/**
	 * Describes an error response: the status, the title of a problem detail
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9457#section-3.1.3">RFC 9457,
	 * 3.1.3</a>: about the type of problem, not about this request), the kinds of
	 * credentials that the server asks for, and the name of the server, which may be a
	 * proxy. It contains nothing else of headers and body, because they may contain
	 * personal data.
	 * @param refusal the response
	 * @return a description such as {@code 403 (title: Forbidden, server: squid/6.6)}
	 */
	public static String said(RestClientResponseException refusal) {
		HttpHeaders headers = (refusal.getResponseHeaders() != null) ? refusal.getResponseHeaders() : HttpHeaders.EMPTY;
		List<String> details = new ArrayList<>();
		add(details, "title", title(refusal));
		for (String challenge : headers.getOrEmpty(HttpHeaders.WWW_AUTHENTICATE)) {
			add(details, "asks for", challenge.strip().split("[\\s,]", 2)[0]);
		}
		add(details, "server", headers.getFirst(HttpHeaders.SERVER));
		return refusal.getStatusCode().value() + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
	}

	private static void add(List<String> details, String name, @Nullable String value) {
		if (value != null && !value.isBlank()) {
			details.add(name + ": " + Printable.of(value.strip(), MAX_QUOTE));
		}
	}

	private static @Nullable String title(RestClientResponseException refusal) {
		if (!isJson(refusal)) {
			return null;
		}
		try {
			return json.readTree(refusal.getResponseBodyAsByteArray()).path("title").asString(null);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Whether a response's body is JSON, such as a problem detail.
	 * @param refusal the response
	 * @return whether the header {@code Content-Type} says so
	 */
	public static boolean isJson(RestClientResponseException refusal) {
		String type = (refusal.getResponseHeaders() != null)
				? refusal.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE) : null;
		return type != null && (type.startsWith(MediaType.APPLICATION_JSON_VALUE)
				|| type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE));
	}

}
