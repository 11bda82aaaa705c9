package io.bookings.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import io.bookings.sandbox.SesMailServer.SesMail;
import org.jspecify.annotations.Nullable;

/**
 * The events that Amazon SES publishes about a mail. What happens to the mail depends on
 * its recipient, as with the
 * <a href="https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html">
 * mailbox simulator of SES</a>: {@code bounce@…} bounces, {@code transient@…} bounces for
 * a temporary reason, {@code complaint@…} receives the mail and complains. All others
 * receive it.
 */
final class SesEvents {

	private SesEvents() {
	}

	/**
	 * @return the bodies of the messages: each event raw, wrapped by SNS, and by
	 * EventBridge, some of them twice, in random order
	 */
	static List<String> of(SesMail mail, Random random) {
		List<String> events = new ArrayList<>(List
			.of(event(mail, "eventType", "Send", "\"send\":{}"), event(mail, "eventType", "Open", """
					"open":{"ipAddress":"192.0.2.1","timestamp":"%s","userAgent":"mail"}""".formatted(at(mail, 3)))));
		for (String type : List.of("eventType", "notificationType")) {
			events.addAll(receipts(mail, type));
		}
		List<String> bodies = new ArrayList<>();
		for (String event : events) {
			bodies.addAll(List.of(event, inSns(event), inEventBridge(event)));
		}
		bodies.add(bodies.get(random.nextInt(bodies.size())));
		Collections.shuffle(bodies, random);
		return bodies;
	}

	private static List<String> receipts(SesMail mail, String type) {
		String delivery = event(mail, type, "Delivery", """
				"delivery":{"timestamp":"%s","processingTimeMillis":1000,"recipients":[%s],\
				"smtpResponse":"250 ok","reportingMTA":"a8-1.smtp-out.amazonses.com"}""".formatted(at(mail, 1),
				quote(mail.recipient())));
		String name = mail.recipient().substring(mail.recipient().lastIndexOf('<') + 1).split("[@+]")[0];
		return switch (name) {
			case "bounce" -> List.of(event(mail, type, "Bounce", bounce(mail, "Permanent", "5.1.1")));
			case "transient" -> List.of(event(mail, type, "Bounce", bounce(mail, "Transient", "4.2.2")));
			case "complaint" -> List.of(delivery, event(mail, type, "Complaint", """
					"complaint":{"complainedRecipients":[{"emailAddress":"other@example.org"},{"emailAddress":%s}],\
					"timestamp":"%s","feedbackId":"f-%s","complaintFeedbackType":"abuse"}"""
				.formatted(quote(mail.recipient()), at(mail, 2), mail.id())));
			default -> List.of(delivery);
		};
	}

	private static String bounce(SesMail mail, String type, String status) {
		return """
				"bounce":{"bounceType":"%s","bounceSubType":"General","bouncedRecipients":[{"emailAddress":%s,\
				"action":"failed","status":"%s","diagnosticCode":"smtp; refused"},\
				{"emailAddress":"other@example.org"}],"timestamp":"%s","feedbackId":"f-%s"}""".formatted(type,
				quote(mail.recipient()), status, at(mail, 1), mail.id());
	}

	private static String event(SesMail mail, String typeName, String type, String content) {
		boolean tagged = typeName.equals("eventType");
		return """
				{"%s":"%s","mail":{"timestamp":"%s","messageId":"%s","source":"bookings@example.org",\
				"destination":[%s],"headersTruncated":false,"headers":[{"name":"To","value":%s}%s]%s},%s}""".formatted(
				typeName, type, mail.acceptedAt(), mail.id(), quote(mail.recipient()), quote(mail.recipient()),
				header(mail.notification()), tagged ? ",\"tags\":{%s}".formatted(tags(mail.tags())) : "", content);
	}

	private static String header(@Nullable String notification) {
		return (notification != null)
				? ",{\"name\":\"X-Booking-Notification\",\"value\":%s}".formatted(quote(notification)) : "";
	}

	/** The tags of the form {@code name=value, name=value}. */
	private static String tags(@Nullable String tags) {
		return (tags == null) ? ""
				: Arrays.stream(tags.split(",\\s*"))
					.map((tag) -> tag.split("=", 2))
					.map((tag) -> "%s:[%s]".formatted(quote(tag[0]), quote(tag[1])))
					.collect(Collectors.joining(","));
	}

	private static Instant at(SesMail mail, int seconds) {
		return mail.acceptedAt().plusSeconds(seconds);
	}

	private static String inSns(String event) {
		return """
				{"Type":"Notification","MessageId":"00000000-0000-0000-0000-000000000000",\
				"TopicArn":"arn:aws:sns:us-east-1:000000000000:ses-events","Subject":"Amazon SES Email Event Notification",\
				"Message":%s,"Timestamp":"%s"}"""
			.formatted(quote(event), Instant.now());
	}

	private static String inEventBridge(String event) {
		return """
				{"version":"0","id":"00000000-0000-0000-0000-000000000000","detail-type":"Email Event",\
				"source":"aws.ses","account":"000000000000","time":"%s","region":"us-east-1","resources":[],\
				"detail":%s}""".formatted(Instant.now(), event);
	}

	private static String quote(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
