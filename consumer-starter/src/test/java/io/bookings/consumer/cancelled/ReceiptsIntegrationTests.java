package io.bookings.consumer.cancelled;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.sandbox.ReceivedMail;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service on the mail server of the sandbox, which plays Amazon SES: it replaces
 * {@code Message-ID}, replies with an id of its own, and publishes each event several
 * times, in all envelopes and in random order.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	private final ConfigurableApplicationContext context;

	private final Contacts contacts;

	ReceiptsIntegrationTests() {
		Map<String, Object> properties = new HashMap<>(this.service.properties());
		properties.put("SQS_BOOKING_CANCELLATION_QUEUE_URL", this.service.queueUrl());
		properties.put("SQS_NOTIFICATION_EVENT_QUEUE_URL", this.service.eventQueueUrl());
		String url = this.service.eventQueueUrl();
		properties.put("booking.notification.email.ses.configuration-set", url.substring(url.lastIndexOf('/') + 1));
		properties.put("booking.consumer.back-off.initial", "1s");
		properties.put("booking.consumer.back-off.max", "1s");
		properties.put("spring.config.location", "classpath:/io/bookings/consumer/cancelled/");
		properties.put("spring.cloud.aws.sqs.listener.poll-timeout", "1s");
		this.context = new SpringApplicationBuilder(CancellationConsumerApplication.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
		this.contacts = this.context.getBean(Contacts.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void aDeliveryIsStoredOnceWithTheIdThatTheServerGaveTheMail() {
		String bookingId = book("p-1", "delivered@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		ReceivedMail mail = mailTo("delivered@example.org");
		String id = column(bookingId, "provider_message_id");
		assertThat(id).startsWith("0100").endsWith("-000000");
		assertThat(mail.messageId()).isEqualTo("<" + id + "@email.amazonses.com>");
		assertThat(history(bookingId)).containsExactlyInAnyOrder("notification sent", "notification delivered");
		assertThat(this.contacts.emailSuppression("p-1")).isEmpty();
	}

	@Test
	void aPermanentBounceSuppressesTheAddressUntilTheContactIsPutAgain() {
		String bookingId = book("p-2", "bounce@example.org");
		awaitReceipt(bookingId, "SENT BOUNCED");
		assertThat(column(bookingId, "receipt_detail")).isEqualTo("permanent General 5.1.1");
		assertThat(history(bookingId)).containsExactlyInAnyOrder("notification sent", "notification bounced");
		assertThat(this.contacts.emailSuppression("p-2")).get()
			.extracting(EmailSuppression::reason)
			.isEqualTo(EmailSuppression.Reason.BOUNCED);
		String next = bookAgain("p-2");
		awaitReceipt(next, "FAILED");
		assertThat(column(next, "last_error"))
			.isEqualTo("the e-mail address is suppressed, because an e-mail to it bounced");
		String afterPut = book("p-2", "repaired@example.org");
		assertThat(this.contacts.emailSuppression("p-2")).isEmpty();
		awaitReceipt(afterPut, "SENT DELIVERED");
	}

	@Test
	void aComplaintPrevailsOverTheDelivery() {
		String bookingId = book("p-3", "complaint@example.org");
		awaitReceipt(bookingId, "SENT COMPLAINED");
		await().atMost(patience())
			.untilAsserted(() -> assertThat(history(bookingId)).containsExactlyInAnyOrder("notification sent",
					"notification delivered", "notification complained"));
		assertThat(column(bookingId, "concat_ws(' ', status, receipt)")).isEqualTo("SENT COMPLAINED");
		assertThat(this.contacts.emailSuppression("p-3")).get()
			.extracting(EmailSuppression::reason)
			.isEqualTo(EmailSuppression.Reason.COMPLAINED);
	}

	@Test
	void aTransientBounceSuppressesNothing() {
		String bookingId = book("p-4", "transient@example.org");
		awaitReceipt(bookingId, "SENT BOUNCED");
		assertThat(column(bookingId, "receipt_detail")).isEqualTo("transient General 4.2.2");
		assertThat(this.contacts.emailSuppression("p-4")).isEmpty();
	}

	@Test
	void aLateBounceOfAnOldAddressDoesNotSuppressTheNewOne() {
		String bookingId = book("p-5", "old@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		put("p-5", "new@example.org");
		publish(bounce(identity(bookingId), "unknown", "old@example.org"));
		awaitReceipt(bookingId, "SENT BOUNCED");
		assertThat(this.contacts.emailSuppression("p-5")).isEmpty();
		put("p-5", "Old@example.org");
		publish(bounce(identity(bookingId), "unknown", "old@example.org").replace("12:00:00", "12:00:01"));
		await().atMost(patience()).until(() -> this.contacts.emailSuppression("p-5").isPresent());
	}

	@Test
	void aDeliveryClosesUnknown() {
		String bookingId = book("p-6", "unknown@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		this.jdbc.sql("""
				update notification set status = 'UNKNOWN', receipt = null, receipt_at = null, sent_at = null,
					provider_message_id = null, last_error = 'no answer' where booking_id = ?""")
			.param(bookingId)
			.update();
		publish(delivery(identity(bookingId), "another-id"));
		awaitReceipt(bookingId, "SENT DELIVERED");
		assertThat(column(bookingId, "provider_message_id")).isEqualTo("another-id");
		assertThat(column(bookingId, "last_error")).isNull();
	}

	@Test
	void anEventWithoutHeadersAndTagsIsMatchedByTheIdOfTheServer() {
		String bookingId = book("p-7", "headers@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		publish("""
				{"notificationType":"Bounce","mail":{"messageId":"%s"},"bounce":{"bounceType":"Permanent",\
				"bouncedRecipients":[{"emailAddress":"headers@example.org"}],"timestamp":"2026-11-26T12:00:00Z"}}"""
			.formatted(column(bookingId, "provider_message_id")));
		awaitReceipt(bookingId, "SENT BOUNCED");
	}

	@Test
	void anEventWithoutHeadersIsMatchedByTheTags() {
		String bookingId = book("p-8", "tags@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		publish("""
				{"eventType":"Complaint","mail":{"messageId":"another-attempt","tags":{\
				"service":["cancellation-consumer"],"notification":["%s"]}},"complaint":{\
				"complainedRecipients":[{"emailAddress":"tags@example.org"}],"timestamp":"2026-11-26T12:00:00Z"}}"""
			.formatted(column(bookingId, "id")));
		awaitReceipt(bookingId, "SENT COMPLAINED");
	}

	/**
	 * As if the service had crashed after the send, before it stored the result.
	 */
	@Test
	void anEventOfANotificationWithoutAResultIsMatchedByTheTagsIfTheIdentityFits() {
		String bookingId = book("p-9", "crash@example.org");
		awaitReceipt(bookingId, "SENT DELIVERED");
		String identity = identity(bookingId);
		this.jdbc.sql("""
				update notification set status = 'UNKNOWN', receipt = null, receipt_at = null, sent_at = null,
					provider_message_id = null, identity = null where booking_id = ?""").param(bookingId).update();
		String ofAnotherEnvironment = tagged(delivery(UUID.randomUUID().toString(), "another"), bookingId);
		publish(ofAnotherEnvironment);
		await().atMost(patience())
			.untilAsserted(() -> assertThat(deadLetter(ofAnotherEnvironment)).startsWith("unmatched: "));
		assertThat(column(bookingId, "status")).isEqualTo("UNKNOWN");
		publish(tagged(delivery(identity, "lost"), bookingId));
		awaitReceipt(bookingId, "SENT DELIVERED");
	}

	private String tagged(String event, String bookingId) {
		return event.replace("\"headers\"",
				"\"tags\":{\"service\":[\"cancellation-consumer\"],\"notification\":[\"%s\"]},\"headers\""
					.formatted(column(bookingId, "id")));
	}

	@Test
	void aMessageThatIsNoEventIsDeadLetteredWithTheReason() {
		publish("hello kim@example.org");
		await().atMost(patience())
			.untilAsserted(() -> assertThat(deadLetter("hello kim@example.org"))
				.isEqualTo("rejected: Not an event of Amazon SES: it is not JSON"));
	}

	@Test
	void anEventOfAnUnknownNotificationIsRetriedAndThenDeadLettered() {
		String event = delivery(UUID.randomUUID().toString(), "nobody");
		publish(event);
		await().atMost(patience())
			.untilAsserted(() -> assertThat(deadLetter(event))
				.isEqualTo("unmatched: No notification of this service belongs to this e-mail"));
	}

	@Test
	void theEventsOfAnotherServiceAreIgnored() {
		double before = counted("ignored");
		publish(delivery(UUID.randomUUID().toString(), "other").replace("\"headers\"",
				"\"tags\":{\"service\":[\"user-consumer\"],\"notification\":[\"1\"]},\"headers\""));
		await().atMost(patience()).until(() -> counted("ignored") > before);
	}

	private double counted(String receipt) {
		return this.context.getBean(MeterRegistry.class)
			.get("booking.notification.receipts")
			.tag("receipt", receipt)
			.counter()
			.count();
	}

	private String book(String providerId, String email) {
		put(providerId, email);
		return bookAgain(providerId);
	}

	private void put(String providerId, String email) {
		this.contacts.put(providerId, new Contact("Praxis am Park", email, null, Locale.GERMANY,
				ZoneId.of("Europe/Berlin"), List.of("email")));
	}

	private String bookAgain(String providerId) {
		String bookingId = UUID.randomUUID().toString();
		this.service.send("""
				{"bookingId":"%s","providerId":"%s","cancelledAt":"2025-02-18T08:00:00Z",\
				"eventType":"BOOKING_CANCELLED","timestamp":"2025-02-18T08:00:01Z"}""".formatted(bookingId,
				providerId));
		return bookingId;
	}

	/**
	 * Waits until the notification has the status and the receipt, and all events are
	 * processed.
	 */
	private void awaitReceipt(String bookingId, String expected) {
		await().atMost(patience())
			.untilAsserted(() -> assertThat(column(bookingId, "concat_ws(' ', status, receipt)")).isEqualTo(expected));
		await().atMost(patience()).until(this::noEventsAreLeft);
		assertThat(column(bookingId, "concat_ws(' ', status, receipt)")).isEqualTo(expected);
	}

	private boolean noEventsAreLeft() {
		return this.service.sqs()
			.getQueueAttributes((request) -> request.queueUrl(this.service.eventQueueUrl())
				.attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
						QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
			.attributes()
			.values()
			.stream()
			.allMatch("0"::equals);
	}

	private String column(String bookingId, String column) {
		return this.jdbc.sql("select " + column + " from notification where booking_id = ?")
			.param(bookingId)
			.query((row, number) -> Optional.ofNullable(row.getString(1)))
			.optional()
			.flatMap((value) -> value)
			.orElse(null);
	}

	private String identity(String bookingId) {
		return column(bookingId, "identity");
	}

	private List<String> history(String bookingId) {
		return this.jdbc.sql("select what from booking_history where booking_id = ? order by id")
			.param(bookingId)
			.query(String.class)
			.list();
	}

	private static ReceivedMail mailTo(String address) {
		return Sandbox.shared()
			.mail()
			.received()
			.stream()
			.filter((mail) -> mail.recipient().equals(address))
			.findFirst()
			.orElseThrow();
	}

	private void publish(String event) {
		this.service.sqs().sendMessage((request) -> request.queueUrl(this.service.eventQueueUrl()).messageBody(event));
	}

	private static String delivery(String identity, String messageId) {
		return """
				{"eventType":"Delivery","mail":{"messageId":"%s","headers":[{"name":"X-Booking-Notification",\
				"value":"%s"}]},"delivery":{"timestamp":"2026-11-26T12:00:00Z"}}""".formatted(messageId, identity);
	}

	private static String bounce(String identity, String messageId, String address) {
		return """
				{"eventType":"Bounce","mail":{"messageId":"%s","headers":[{"name":"X-Booking-Notification",\
				"value":"%s"}]},"bounce":{"bounceType":"Permanent","bounceSubType":"NoEmail",\
				"bouncedRecipients":[{"emailAddress":"%s"}],"timestamp":"2026-11-26T12:00:00Z"}}""".formatted(messageId,
				identity, address);
	}

	private String deadLetter(String body) {
		return this.service.deadLetters(this.service.eventDeadLetterQueueUrl())
			.stream()
			.filter((message) -> message.body().equals(body))
			.map((message) -> attribute(message, "FailureReason") + ": " + attribute(message, "FailureDetail"))
			.findFirst()
			.orElse(null);
	}

	private static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

	private static Duration patience() {
		return Duration.ofSeconds(30);
	}

}
