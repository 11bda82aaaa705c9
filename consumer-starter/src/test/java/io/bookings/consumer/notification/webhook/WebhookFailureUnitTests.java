package io.bookings.consumer.notification.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.notification.ChannelUnavailableException;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;
import io.bookings.consumer.notification.UnknownDeliveryException;
import io.bookings.events.BookingCreated;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The failures of a webhook, as the HTTP client reports them.
 */
class WebhookFailureUnitTests {

	/** Where nobody answers. */
	private static final Duration SHORT = Duration.ofMillis(500);

	private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

	private HttpServer server;

	private volatile int status;

	private volatile @Nullable String retryAfter;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 502, 503, 504 })
	void anUnavailableWebhookPausesTheChannel(int code) {
		this.status = code;
		this.retryAfter = "120";
		assertThat(failure(url()))
			.isInstanceOfSatisfying(ChannelUnavailableException.class,
					(failure) -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(2)))
			.hasMessage("the webhook answers HTTP " + code);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425 })
	void aTemporaryRefusalIsAboutTheMessage(int code) {
		this.status = code;
		assertThat(failure(url())).isInstanceOf(TransientDeliveryException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 307, 400, 404, 410, 422 })
	void aPermanentRefusalIsAboutTheMessage(int code) {
		this.status = code;
		assertThat(failure(url())).isInstanceOf(PermanentDeliveryException.class);
	}

	@Test
	void aRequestThatWasNotSentPausesTheChannel() throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
		}
		assertThat(failure("http://127.0.0.1:" + free)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("the webhook cannot be reached: ConnectException");
		assertThat(failure("http://hook.invalid/")).isInstanceOf(ChannelUnavailableException.class);
		assertThat(failure(url().replace("http:", "https:"), SHORT)).isInstanceOf(ChannelUnavailableException.class);
	}

	@Test
	void aWebhookThatNeverAcceptsAConnectionPausesTheChannel() throws IOException {
		// A full backlog: the client's connection is never accepted.
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
				Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			assertThat(failure("http://127.0.0.1:" + full.getLocalPort(), SHORT))
				.isInstanceOf(ChannelUnavailableException.class)
				.hasMessage("the webhook cannot be reached: HttpConnectTimeoutException");
		}
	}

	@Test
	void withoutAnAnswerTheResultIsUnknown() throws IOException {
		this.status = 0;
		assertThat(failure(url())).isInstanceOf(UnknownDeliveryException.class)
			.hasMessage("the webhook does not answer");
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(failure("http://127.0.0.1:" + silent.getLocalPort(), SHORT))
				.isInstanceOf(UnknownDeliveryException.class);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			120 | PT2M
			0 | PT0S
			Thu, 26 Nov 2026 12:00:30 GMT | PT30S
			Thu, 26 Nov 2026 11:00:00 GMT | PT0S
			""")
	void theDelayIsInSecondsOrADate(String value, Duration delay) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, value);
		assertThat(RetryAfter.of(headers, NOW)).isEqualTo(delay);
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "", "-5", "1.5", "Thu, 99 Nov 2026 12:00:30 GMT", "99999999999999" })
	void aDelayThatCannotBeParsedIsIgnored(String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, value);
		assertThat(RetryAfter.of(headers, NOW)).isNull();
		assertThat(RetryAfter.of(null, NOW)).isNull();
	}

	private String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private static Throwable failure(String url) {
		return failure(url, Duration.ofSeconds(20));
	}

	private static Throwable failure(String url, Duration timeout) {
		WebhookProperties properties = new Binder(new MapConfigurationPropertySource(
				Map.of("webhook.url", url, "webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
			.bindOrCreate("webhook", WebhookProperties.class);
		RestClient http = RestClient.builder().requestFactory(OutgoingHttp.requests(timeout)).build();
		WebhookChannel channel = new WebhookChannel(http, properties);
		return catchThrowable(() -> channel.send(new OutgoingNotification("17", "b-1", "webhook",
				new NotificationContent(BookingCreated.TYPE, "r-1", "test", null, Map.of()),
				new Contact("Ada", null, null, Locale.UK, ZoneId.of("Europe/London"), List.of("webhook")), null)));
	}

	private void answer(HttpExchange exchange) throws IOException {
		if (this.status != 0) {
			if (this.retryAfter != null) {
				exchange.getResponseHeaders().add("Retry-After", this.retryAfter);
			}
			exchange.sendResponseHeaders(this.status, -1);
		}
		exchange.close();
	}

}
