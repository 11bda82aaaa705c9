package io.bookings.consumer.notification;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Notifications on their way to an HTTP server, which plays Amazon SNS and a webhook.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherChannelsIntegrationTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final String PREVIOUS_SECRET = "whsec_QURRdDBoOXc2RDVaeVUyUThNdlhpTG80YnpGa1BuN3I=";

	private static final String PUBLISHED = """
			<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
			<MessageId>sns-1</MessageId></PublishResult></PublishResponse>""";

	private final HttpServer http;

	private final NotifierFixture notifier;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	/** Statuses to answer with; 200 when used up, 0 for none at all. */
	private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();

	OtherChannelsIntegrationTests() throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.http.createContext("/", this::answer);
		this.http.start();
		String url = "http://127.0.0.1:" + this.http.getAddress().getPort();
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		this.notifier = NotifierFixture.start(service, "booking.notification.sms.enabled=true",
				"spring.cloud.aws.sns.endpoint=" + url, "booking.notification.webhook.url=" + url + "/hook",
				"booking.notification.webhook.secret=" + SECRET + ", " + PREVIOUS_SECRET);
	}

	@AfterAll
	void stop() {
		this.notifier.close();
		this.http.stop(0);
	}

	@BeforeEach
	void forget() {
		await().atMost(NotifierFixture.patience())
			.until(() -> this.notifier.jdbc.sql("select count(*) from scheduled_tasks where picked")
				.query(Integer.class)
				.single() == 0);
		this.notifier.forget();
		this.requests.clear();
		this.answers.clear();
	}

	@Test
	void aTextMessageIsPublishedToThePhoneNumber() {
		notify("sms");
		awaitStatus("b-1/sms", "SENT");
		assertThat(this.requests).singleElement()
			.satisfies((request) -> assertThat(request.body()).contains("Action=Publish", "PhoneNumber=%2B491701234567",
					"Message=Kurz+b-1"));
		assertThat(this.notifier.jdbc.sql("select provider_message_id from notification").query(String.class).single())
			.isEqualTo("sns-1");
	}

	@Test
	void aTextMessageWhoseFateIsUnknownIsNotRepeated() {
		this.answers.add(504);
		notify("sms");
		awaitStatus("b-1/sms", "UNKNOWN");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void anOutageOfSnsPausesTheChannelAndCountsNoAttempt() {
		this.answers.addAll(List.of(500, 503, 403, 429));
		notify("sms");
		awaitStatus("b-1/sms", "SENT");
		assertThat(this.requests).hasSize(5);
		assertThat(this.notifier.history("b-1")).containsExactly("notification waits: sms, SNS answers HTTP 500",
				"notification sent: sms, attempt 1");
	}

	@Test
	void anOutageOfAWebhookPausesTheChannelAndCountsNoAttempt() {
		this.answers.addAll(List.of(500, 502, 503, 429));
		notify("webhook");
		awaitStatus("b-1/webhook", "SENT");
		assertThat(this.requests).hasSize(5);
		assertThat(this.notifier.history("b-1")).containsExactly(
				"notification waits: webhook, the webhook answers HTTP 500", "notification sent: webhook, attempt 1");
	}

	@Test
	void aTextMessageThatIsRefusedIsNotRepeated() {
		this.answers.add(400);
		notify("sms");
		awaitStatus("b-1/sms", "FAILED");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void aTextMessageThatWasUnderWayWhenTheServiceDiedIsNotRepeated() {
		this.notifier.schedule("b-1");
		await().atMost(NotifierFixture.patience())
			.until(() -> "no contact is known".equals(this.notifier.lastError("b-1")));
		this.notifier.jdbc.sql("update notification set channel = 'sms', attempt_started_at = now()").update();
		awaitStatus("b-1/sms", "UNKNOWN");
		assertThat(this.requests).isEmpty();
	}

	@Test
	void aWebhookIsVerifiedByTheLibraryOfStandardWebhooksWithEitherSecretOfARotation() throws Exception {
		this.answers.add(503);
		this.answers.add(0);
		notify("webhook");
		awaitStatus("b-1/webhook", "SENT");
		assertThat(this.requests).hasSize(3);
		assertThat(this.requests.stream().map((request) -> request.headers().getFirst("webhook-id")).distinct())
			.hasSize(1);
		for (Request request : this.requests) {
			new Webhook(SECRET).verify(request.body(), request.headers());
			new Webhook(PREVIOUS_SECRET).verify(request.body(), request.headers());
			assertThatExceptionOfType(WebhookVerificationException.class)
				.isThrownBy(() -> new Webhook(SECRET).verify(request.body() + " ", request.headers()));
			assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(
					() -> new Webhook("whsec_" + "b3RoZXIg".repeat(4)).verify(request.body(), request.headers()));
			assertThat(request.body())
				.contains("\"bookingId\":\"b-1\"", "\"recipientId\":\"r-1\"",
						"\"slotStart\":\"%s\"".formatted(TestNotifier.Source.TOMORROW), "\"slotEnd\":\"")
				.doesNotContain("example.com", "+49");
		}
	}

	@Test
	void aWebhookGetsNoTimesWithoutACalendarEntry() {
		this.notifier.source.notices = (bookingId) -> new NotificationContent(BookingCreated.TYPE, "r-1", "test", null,
				Map.of());
		notify("webhook");
		awaitStatus("b-1/webhook", "SENT");
		assertThat(this.requests).singleElement()
			.satisfies((request) -> assertThat(request.body()).contains("\"eventType\":\"BOOKING_CREATED\"")
				.doesNotContain("slot", "null"));
	}

	@Test
	void aWebhookThatRefusesIsNotAskedAgain() {
		this.answers.add(410);
		notify("webhook");
		awaitStatus("b-1/webhook", "FAILED");
		assertThat(this.notifier.lastError("b-1")).isEqualTo("the webhook answers HTTP 410");
	}

	@Test
	void aWebhookThatHasMovedIsNotFollowedAndNotTakenForTold() {
		this.answers.add(307);
		notify("webhook");
		awaitStatus("b-1/webhook", "FAILED");
		assertThat(this.notifier.lastError("b-1")).isEqualTo("the webhook answers HTTP 307");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void aContactWithSeveralChannelsIsToldOnEach() {
		notify("webhook", "sms", "email");
		await().atMost(NotifierFixture.patience())
			.until(() -> this.notifier.statuses()
				.equals(Map.of("b-1/webhook", "SENT", "b-1/sms", "SENT", "b-1/email", "SENT")));
	}

	@Test
	void aChannelThatIsPausedDelaysNoneOfTheOtherChannels() {
		this.answers.addAll(Collections.nCopies(50, 503));
		notify("webhook");
		await().atMost(NotifierFixture.patience()).until(() -> this.notifier.channelStatus("webhook").equals("PAUSED"));
		this.notifier.contacts.put("r-1", contact("r-1", "webhook", "email"));
		this.notifier.schedule("b-2");
		awaitStatus("b-2/email", "SENT");
		assertThat(this.notifier.statuses()).containsEntry("b-2/webhook", "PENDING");
		this.answers.clear();
		awaitStatus("b-2/webhook", "SENT");
	}

	private void notify(String... channels) {
		this.notifier.contacts.put("r-1", contact("r-1", channels));
		this.notifier.schedule("b-1");
	}

	private void awaitStatus(String key, String status) {
		await().atMost(NotifierFixture.patience()).until(() -> status.equals(this.notifier.statuses().get(key)));
	}

	private synchronized void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.requests.add(new Request(exchange.getRequestHeaders(), body));
		Integer next = this.answers.poll();
		int status = (next != null) ? next : 200;
		if (status != 0) {
			byte[] answer = PUBLISHED.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "text/xml");
			exchange.getResponseHeaders().add("Location", "/elsewhere");
			exchange.sendResponseHeaders(status, answer.length);
			exchange.getResponseBody().write(answer);
		}
		exchange.close();
	}

	private record Request(Headers headers, String body) {
	}

}
