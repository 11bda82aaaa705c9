package io.bookings.consumer.notification.receipt;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.bookings.consumer.notification.receipt.Receipt.Kind;
import io.bookings.consumer.notification.receipt.Receipt.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SesEventsUnitTests {

	private static final String ID = "0100019-1234-000000";

	private static final UUID IDENTITY = UUID.fromString("9f1c8b1e-5d7a-3c52-8a67-0f6f3a1d2b4c");

	private static final String MAIL = """
			"mail":{"timestamp":"2026-11-26T11:00:00.000Z","messageId":"%s","source":"bookings@example.org",\
			"destination":["kim@example.org"],"headersTruncated":false,"headers":[{"name":"From","value":"x"},\
			{"name":"x-booking-notification","value":"%s"}],"commonHeaders":{"subject":"Buchung"},\
			"tags":{"ses:configuration-set":["bookings"],"service":["provider-consumer"],"notification":["17"]}}"""
		.formatted(ID, IDENTITY);

	private static final String BOUNCE = """
			"bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[\
			{"emailAddress":"Kim <KIM@example.org>","action":"failed","status":"5.1.1",\
			"diagnosticCode":"smtp; 550 5.1.1 <kim@example.org> unknown"},{"emailAddress":"max@example.org"}],\
			"timestamp":"2026-11-26T12:00:00.123Z","feedbackId":"0100","reportingMTA":"dsn; a8-1"}""";

	@ParameterizedTest
	@ValueSource(strings = { "eventType", "notificationType" })
	void aBounceHasItsCodesAndItsRecipients(String type) {
		Report report = read(event(type, "Bounce", BOUNCE));
		assertThat(report.receipt())
			.isEqualTo(new Receipt(Kind.BOUNCED, "permanent General 5.1.1", Instant.parse("2026-11-26T12:00:00.123Z")));
		assertThat(report.addresses()).isEqualTo(Set.of("kim@example.org", "max@example.org"));
		assertThat(report.mail()).isEqualTo(new Mail(ID, IDENTITY, "provider-consumer", 17L, true));
	}

	@Test
	void snsAndEventBridgeWrapTheSameEvent() {
		String event = event("eventType", "Bounce", BOUNCE);
		String sns = """
				{"Type":"Notification","MessageId":"1","TopicArn":"arn","Message":%s,"Timestamp":"2026"}"""
			.formatted(JsonMapper.shared().writeValueAsString(event));
		String eventBridge = """
				{"version":"0","detail-type":"Email Bounced","source":"aws.ses","detail":%s}""".formatted(event);
		assertThat(read(sns)).isEqualTo(read(event)).isEqualTo(read(eventBridge));
	}

	@Test
	void aDeliveryConcernsNoAddress() {
		Report report = read(event("eventType", "Delivery", """
				"delivery":{"timestamp":"2026-11-26T12:00:00Z","recipients":["kim@example.org"],\
				"smtpResponse":"250 ok for kim@example.org"}"""));
		assertThat(report.receipt()).isEqualTo(new Receipt(Kind.DELIVERED, "", Instant.parse("2026-11-26T12:00:00Z")));
		assertThat(report.addresses()).isEmpty();
	}

	@Test
	void aComplaintHasItsType() {
		Report report = read(complaint("abuse"));
		assertThat(report.receipt().kind()).isEqualTo(Kind.COMPLAINED);
		assertThat(report.receipt().detail()).isEqualTo("abuse");
		assertThat(report.addresses()).containsExactly("kim@example.org");
	}

	@Test
	void aReportThatAMailIsNoSpamIsNoReceipt() {
		assertThat(SesEvents.read(complaint("not-spam"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "Reject,rejected", "Rendering Failure,rendering failure" })
	void aMailThatSesDoesNotSendIsRejectedAtTheTimeOfTheMail(String type, String detail) {
		assertThat(read(event("eventType", type, "\"reject\":{\"reason\":\"Bad content\"}")).receipt())
			.isEqualTo(new Receipt(Kind.REJECTED, detail, Instant.parse("2026-11-26T11:00:00Z")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Transient", "Undetermined" })
	void aBounceThatIsNotPermanentSaysSo(String type) {
		assertThat(read(event("eventType", "Bounce", BOUNCE.replace("Permanent", type))).receipt().detail())
			.isEqualTo(type.toLowerCase(Locale.ROOT) + " General 5.1.1");
	}

	@Test
	void aCodeThatIsNoWordIsNotKept() {
		String bounce = BOUNCE.replace("\"5.1.1\"", "\"550 kim@example.org\"").replace("General", "a b");
		assertThat(read(event("eventType", "Bounce", bounce)).receipt().detail()).isEqualTo("permanent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Send", "Open", "Click", "DeliveryDelay", "Subscription" })
	void otherEventsAreNoReceipts(String type) {
		assertThat(SesEvents.read(event("eventType", type, "\"send\":{}"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\",\"message\":\"You have subscribed\"}",
			"{\"Type\":\"Notification\",\"Message\":\"Successfully validated SNS topic for Amazon SES event publishing.\"}" })
	void theMessagesThatSesSendsToTestATopicAreNoReceipts(String body) {
		assertThat(SesEvents.read(body)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			not json                                                     | is not JSON
			[1]                                                          | is not a JSON object
			{}                                                           | has neither eventType nor notificationType
			{'eventType':'Party'}                                        | has an unknown eventType or notificationType
			{'Type':'SubscriptionConfirmation','Message':'x'}            | is a request of SNS to confirm a subscription
			{'Type':'Notification','Message':'hello'}                    | is not JSON
			{'eventType':'Delivery','delivery':{'timestamp':'x'}}        | has no mail.messageId
			{'eventType':'Bounce','bounce':{'bounceType':'Red'}}         | has an unknown bounceType
			{'eventType':'Delivery','mail':{'messageId':'1'}}            | has no timestamp
			""")
	void whatIsNotUnderstoodIsRefusedWithTheReason(String body, String reason) {
		assertThatExceptionOfType(UnreadableEventException.class)
			.isThrownBy(() -> SesEvents.read(body.replace('\'', '"')))
			.withMessageStartingWith(reason);
	}

	@Test
	void mailsOfOthersAreToldApartByTheTagOrTheMissingHeader() {
		assertThat(new Mail(ID, null, "user-consumer", 17L, true).isOfAnother("provider-consumer")).isTrue();
		assertThat(new Mail(ID, null, "provider-consumer", 17L, true).isOfAnother("provider-consumer")).isFalse();
		assertThat(new Mail(ID, IDENTITY, null, null, true).isOfAnother("provider-consumer")).isFalse();
		assertThat(new Mail(ID, null, null, null, true).isOfAnother("provider-consumer")).isTrue();
		assertThat(new Mail(ID, null, null, null, false).isOfAnother("provider-consumer")).isFalse();
	}

	private static String complaint(String feedback) {
		return event("notificationType", "Complaint", """
				"complaint":{"complainedRecipients":[{"emailAddress":"kim@example.org"}],\
				"timestamp":"2026-11-26T12:00:00Z","feedbackId":"1","complaintFeedbackType":"%s"}"""
			.formatted(feedback));
	}

	private static String event(String typeName, String type, String content) {
		return "{\"%s\":\"%s\",%s,%s}".formatted(typeName, type, content, MAIL);
	}

	private static Report read(String body) {
		Optional<Report> report = SesEvents.read(body);
		assertThat(report).isPresent();
		return report.get();
	}

}
