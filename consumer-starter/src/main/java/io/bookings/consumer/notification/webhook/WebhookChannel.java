package io.bookings.consumer.notification.webhook;

import java.time.Instant;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.NotificationChannel;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;
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

	/** Request timeout, too early, too many requests: these are temporary. */
	private static final Set<Integer> PASSING = Set.of(408, 425, 429);

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
			throw (status.is4xxClientError() && !PASSING.contains(status.value()))
					? new PermanentDeliveryException(reason) : new TransientDeliveryException(reason);
		}
		catch (ResourceAccessException ex) {
			throw new TransientDeliveryException("the webhook does not answer");
		}
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
