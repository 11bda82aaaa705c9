package io.bookings.consumer.message;

import java.util.Map;

import io.bookings.consumer.inbox.ConsumerFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCarrierUnitTests {

	private static final String ATTRIBUTE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String ENVELOPE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final String XRAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

	private static final String FROM_XRAY = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";

	private static final String EVENT = ConsumerFixture.body("b-1");

	private static final String SNS = Envelopes.sns(EVENT, """
			, "MessageAttributes" : {
			  "traceparent" : {"Type":"String","Value":"%s"},
			  "tracestate" : {"Type":"String","Value":"a=1"}}""".formatted(ENVELOPE));

	@Test
	void theMessagesAttributeComesFirst() {
		assertThat(traceparent(Envelope.SNS, SNS, ATTRIBUTE, XRAY)).isEqualTo(ATTRIBUTE);
	}

	@Test
	void aStateOfAnotherTraceIsNotTakenForThisOne() {
		Message message = message(SNS, ATTRIBUTE, XRAY);
		assertThat(new TraceCarrier(message, Envelope.SNS).value("tracestate")).isNull();
	}

	@Test
	void theEnvelopeComesSecond() {
		assertThat(traceparent(Envelope.SNS, SNS, null, XRAY)).isEqualTo(ENVELOPE);
		assertThat(traceparent(Envelope.AUTO, SNS, null, XRAY)).isEqualTo(ENVELOPE);
		assertThat(new TraceCarrier(message(SNS, null, XRAY), Envelope.SNS).value("tracestate")).isEqualTo("a=1");
		String field = "{\"traceparent\":\"%s\",".formatted(ENVELOPE);
		assertThat(
				traceparent(Envelope.CLOUDEVENTS, Envelopes.cloudEvent(EVENT).replaceFirst("\\{", field), null, XRAY))
			.isEqualTo(ENVELOPE);
		assertThat(
				traceparent(Envelope.EVENTBRIDGE, Envelopes.eventBridge(EVENT).replaceFirst("\\{", field), null, XRAY))
			.isEqualTo(ENVELOPE);
	}

	@Test
	void anEnvelopeThatTheServiceDoesNotOpenDoesNotCount() {
		assertThat(traceparent(Envelope.NONE, SNS, null, XRAY)).isEqualTo(FROM_XRAY);
		assertThat(traceparent(Envelope.CLOUDEVENTS, SNS, null, XRAY)).isEqualTo(FROM_XRAY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			not json
			{"Type":"Notification","Message":"{}"}
			{"Type":"Notification","Message":"{}","MessageAttributes":17}
			{"Type":"Notification","Message":"{}","MessageAttributes":{"traceparent":"x"}}
			{"Type":"Notification","Message":"{}","MessageAttributes":{"traceparent":{"Value":17}}}
			{"specversion":"1.0","traceparent":{}}
			""")
	void xRaysHeaderComesLast(String body) {
		assertThat(traceparent(Envelope.AUTO, body, null, XRAY)).isEqualTo(FROM_XRAY);
		assertThat(traceparent(Envelope.AUTO, body, null, null)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1                         | 01
			Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0                         | 00
			Sampled=1; Parent=53995c3f42cd8ad8; Root=1-5759e988-bd862e3fe1be46a994272793                       | 01
			Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995C3F42CD8AD8;Sampled=1;Lineage=1:a87bd80c:0    | 01
			Self=1-0-0;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1              | 01
			Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8                                   |
			Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?                         |
			Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1                                                 |
			Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1                         |
			Root=1-5-abc;Parent=53995c3f42cd8ad8;Sampled=1                                                     |
			Root=;Parent=;Sampled=                                                                             |
			;;;=                                                                                               |
			""")
	void xRaysHeaderIsATraceparentWhereItSaysAllOfIt(String header, @Nullable String flags) {
		assertThat(traceparent(Envelope.NONE, EVENT, null, header))
			.isEqualTo((flags != null) ? FROM_XRAY.replaceFirst("01$", flags) : null);
	}

	private static @Nullable String traceparent(Envelope setting, String body, @Nullable String attribute,
			@Nullable String xRay) {
		return new TraceCarrier(message(body, attribute, xRay), setting).value("traceparent");
	}

	private static Message message(String body, @Nullable String attribute, @Nullable String xRay) {
		Message.Builder message = Message.builder().body(body);
		if (attribute != null) {
			message.messageAttributes(Map.of("traceparent",
					MessageAttributeValue.builder().dataType("String").stringValue(attribute).build()));
		}
		if (xRay != null) {
			message.attributes(Map.of(MessageSystemAttributeName.AWS_TRACE_HEADER, xRay));
		}
		return message.build();
	}

}
