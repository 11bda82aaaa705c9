package io.bookings.consumer.notification.webhook;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.ChannelUnavailableException;
import io.bookings.consumer.notification.NotificationChannel;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;
import io.bookings.consumer.notification.UnknownDeliveryException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/**
 * Sends notifications as JSON in a POST request, signed as <a href=
 * "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> specifies. The header {@code webhook-id} holds the identity of the
 * notification, which is the same at each attempt. The receiver can reject forged, old
 * and repeated requests.
 */
public class WebhookChannel implements NotificationChannel {

	/** Request timeout, too early: these are temporary. */
	private static final Set<Integer> PASSING = Set.of(408, 425);

	private static final int TOO_MANY_REQUESTS = 429;

	private static final JsonMapper json = new JsonMapper();

	private final RestClient http;

	private final WebhookProperties properties;

	/**
	 * Creates the channel.
	 * @param http sends the requests
	 * @param properties the settings of the channel
	 */
	public WebhookChannel(RestClient http, WebhookProperties properties) {
		this.http = http;
		this.properties = properties;
	}

	@Override
	public String name() {
		return "webhook";
	}

	@Override
	public boolean recognisesRepeats() {
		return true;
	}

	@Override
	public @Nullable String send(OutgoingNotification notification) {
		String body = json.writeValueAsString(Payload.of(notification));
		String timestamp = String.valueOf(Instant.now().getEpochSecond());
		try {
			ResponseEntity<Void> answer = this.http.post()
				.uri(this.properties.target())
				.contentType(MediaType.APPLICATION_JSON)
				.header("webhook-id", notification.identity())
				.header("webhook-timestamp", timestamp)
				.header("webhook-signature",
						WebhookSignature.of(this.properties.keys(), notification.identity(), timestamp, body))
				.body(body)
				.retrieve()
				.toBodilessEntity();
			if (answer.getStatusCode().is3xxRedirection()) { // redirects are not followed
				throw new PermanentDeliveryException("the webhook answers HTTP " + answer.getStatusCode().value());
			}
			return notification.identity();
		}
		catch (RestClientResponseException ex) {
			HttpStatusCode status = ex.getStatusCode();
			String reason = "the webhook answers HTTP " + OutgoingHttp.said(ex);
			if (status.is5xxServerError() || status.value() == TOO_MANY_REQUESTS) {
				throw new ChannelUnavailableException(reason, "Ask the owner of the webhook.",
						RetryAfter.of(ex.getResponseHeaders(), Instant.now()));
			}
			throw PASSING.contains(status.value()) ? new TransientDeliveryException(reason)
					: new PermanentDeliveryException(reason);
		}
		catch (ResourceAccessException ex) {
			Throwable notSent = notSent(ex);
			throw (notSent != null)
					? new ChannelUnavailableException(
							"the webhook cannot be reached: " + notSent.getClass().getSimpleName(),
							"Check booking.notification.webhook.url and the connection to its host.")
					: new UnknownDeliveryException("the webhook does not answer");
		}
	}

	/**
	 * Returns the cause if the request was not sent.
	 */
	private static @Nullable Throwable notSent(ResourceAccessException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
					|| cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
					|| cause instanceof SSLHandshakeException) {
				return cause;
			}
		}
		return null;
	}

	/**
	 * The body: ids and times, without addresses. Without a calendar entry, it has no
	 * times.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	private record Payload(String id, String eventType, String bookingId, String recipientId,
			@Nullable String slotStart, @Nullable String slotEnd) {

		static Payload of(OutgoingNotification notification) {
			NotificationContent content = notification.content();
			CalendarEntry entry = content.calendarEntry();
			return new Payload(notification.identity(), content.eventType().name(), notification.bookingId(),
					content.recipientId(), (entry != null) ? entry.start().toString() : null,
					(entry != null) ? entry.end().toString() : null);
		}

	}

}
