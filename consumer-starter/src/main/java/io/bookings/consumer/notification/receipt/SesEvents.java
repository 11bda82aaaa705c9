package io.bookings.consumer.notification.receipt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Pattern;

import io.bookings.consumer.notification.OutgoingNotification;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the events of Amazon SES: those of <a href=
 * "https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html">
 * event publishing</a>, which have an {@code eventType}, and
 * <a href="https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html">feedback
 * notifications</a>, which have a {@code notificationType}. SNS or EventBridge may have
 * wrapped them.
 */
final class SesEvents {

	private static final JsonMapper json = new JsonMapper();

	/** SES sends it when an SNS topic becomes the destination of events. */
	private static final String TOPIC_CHECK = "Successfully validated SNS topic";

	/** The words and codes that may be stored, because they contain no address. */
	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.-]{1,40}");

	private SesEvents() {
	}

	/**
	 * Reads an event.
	 * @param body the body of a message
	 * @return empty if the event is not a receipt, such as {@code Send} and {@code Open}
	 * @throws UnreadableEventException if the body is not an event of SES
	 */
	static Optional<Receipt.Report> read(String body) {
		JsonNode root = parse(body);
		if (root.path("Type").isString()) {
			String type = root.path("Type").stringValue();
			require(type.equals("Notification"),
					type.equals("SubscriptionConfirmation")
							? "is a request of SNS to confirm a subscription: open its SubscribeURL"
							: "is not a notification of SNS");
			String message = root.path("Message").asString("");
			return message.startsWith(TOPIC_CHECK) ? Optional.empty() : event(parse(message));
		}
		return event((root.has("detail-type") && root.path("detail").isObject()) ? root.path("detail") : root);
	}

	private static Optional<Receipt.Report> event(JsonNode event) {
		String type = event.path("eventType").asString(event.path("notificationType").asString(""));
		return switch (type) {
			case "Delivery" -> Optional.of(report(event, Receipt.Kind.DELIVERED, "delivery", "", null));
			case "Bounce" -> Optional.of(bounce(event));
			// The recipient marked the e-mail as wanted.
			case "Complaint" -> "not-spam".equals(event.path("complaint").path("complaintFeedbackType").asString(""))
					? Optional.empty() : Optional.of(complaint(event));
			case "Reject" -> Optional.of(report(event, Receipt.Kind.REJECTED, "mail", "rejected", null));
			case "Rendering Failure" ->
				Optional.of(report(event, Receipt.Kind.REJECTED, "mail", "rendering failure", null));
			case "Send", "Open", "Click", "DeliveryDelay", "Subscription", "AmazonSnsSubscriptionSucceeded" ->
				Optional.empty();
			default -> throw new UnreadableEventException(type.isEmpty() ? "has neither eventType nor notificationType"
					: "has an unknown eventType or notificationType");
		};
	}

	private static Receipt.Report bounce(JsonNode event) {
		JsonNode bounce = event.path("bounce");
		String type = bounce.path("bounceType").asString("");
		require(Set.of("Permanent", "Transient", "Undetermined").contains(type), "has an unknown bounceType");
		String detail = words(type.toLowerCase(Locale.ROOT), bounce.path("bounceSubType"),
				bounce.path("bouncedRecipients").path(0).path("status"));
		return report(event, Receipt.Kind.BOUNCED, "bounce", detail, "bouncedRecipients");
	}

	private static Receipt.Report complaint(JsonNode event) {
		JsonNode complaint = event.path("complaint");
		return report(event, Receipt.Kind.COMPLAINED, "complaint",
				words("", complaint.path("complaintFeedbackType"), complaint.path("complaintSubType")),
				"complainedRecipients");
	}

	/**
	 * Creates the report.
	 * @param object the name of the object with the time stamp and the recipients
	 * @param recipients the name of the list of recipients, if the report concerns their
	 * addresses
	 */
	private static Receipt.Report report(JsonNode event, Receipt.Kind kind, String object, String detail,
			@Nullable String recipients) {
		Set<String> addresses = new LinkedHashSet<>();
		if (recipients != null) {
			event.path(object)
				.path(recipients)
				.forEach((recipient) -> addresses.add(address(recipient.path("emailAddress").asString(""))));
		}
		return new Receipt.Report(mail(event.path("mail")),
				new Receipt(kind, detail, instant(event.path(object).path("timestamp"))), addresses);
	}

	private static Mail mail(JsonNode mail) {
		String messageId = mail.path("messageId").asString("");
		require(!messageId.isEmpty(), "has no mail.messageId");
		JsonNode tags = mail.path("tags");
		return new Mail(messageId, identity(mail.path("headers")), text(tags.path("service").path(0)),
				number(tags.path("notification").path(0).asString("")),
				!mail.path("headers").isEmpty() && !mail.path("headersTruncated").asBoolean(false));
	}

	private static @Nullable UUID identity(JsonNode headers) {
		for (JsonNode header : headers) {
			if (OutgoingNotification.IDENTITY_HEADER.equalsIgnoreCase(header.path("name").asString(""))) {
				try {
					return UUID.fromString(header.path("value").asString("").strip());
				}
				catch (IllegalArgumentException ex) {
					throw new UnreadableEventException("has a header X-Booking-Notification that is not a UUID");
				}
			}
		}
		return null;
	}

	private static @Nullable String text(JsonNode node) {
		return node.isString() ? node.stringValue() : null;
	}

	private static @Nullable Long number(String text) {
		return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
	}

	/**
	 * Removes a display name, as in {@code Kim <kim@example.org>}.
	 */
	private static String address(String recipient) {
		String address = recipient.substring(recipient.lastIndexOf('<') + 1);
		return address.replace(">", "").strip().toLowerCase(Locale.ROOT);
	}

	private static Instant instant(JsonNode timestamp) {
		try {
			return OffsetDateTime.parse(timestamp.asString("")).toInstant();
		}
		catch (DateTimeException ex) {
			throw new UnreadableEventException("has no timestamp");
		}
	}

	private static String words(String first, JsonNode... others) {
		StringJoiner words = new StringJoiner(" ");
		if (!first.isEmpty()) {
			words.add(first);
		}
		for (JsonNode other : others) {
			String word = other.asString("");
			if (WORD.matcher(word).matches()) {
				words.add(word);
			}
		}
		return words.toString();
	}

	private static JsonNode parse(String text) {
		try {
			JsonNode node = json.readTree(text);
			require(node.isObject(), "is not a JSON object");
			return node;
		}
		catch (JacksonException ex) {
			throw new UnreadableEventException("is not JSON");
		}
	}

	private static void require(boolean fulfilled, String reason) {
		if (!fulfilled) {
			throw new UnreadableEventException(reason);
		}
	}

}
