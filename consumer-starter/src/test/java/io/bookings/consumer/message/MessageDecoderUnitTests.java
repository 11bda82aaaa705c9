package io.bookings.consumer.message;

import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.bookings.consumer.inbox.ConsumerFixture;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.ContentHash;
import io.bookings.events.InvalidEventException;
import io.bookings.events.Rule;
import io.bookings.events.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MessageDecoderUnitTests {

	/** With what escaping, encoding and cutting out could change. */
	private static final String EVENT = ConsumerFixture.body("b-1", "é😀 \\\"quoted\\\" \\\\ \\/ \\u00e9");

	private final UnexpectedMessages unexpectedMessages = new UnexpectedMessages(Clock.systemUTC());

	static Stream<Arguments> envelopes() {
		return Stream.of(arguments(Envelope.SNS, (UnaryOperator<String>) Envelopes::sns),
				arguments(Envelope.EVENTBRIDGE, (UnaryOperator<String>) Envelopes::eventBridge),
				arguments(Envelope.CLOUDEVENTS, (UnaryOperator<String>) Envelopes::cloudEvent),
				arguments(Envelope.CLOUDEVENTS, (UnaryOperator<String>) Envelopes::cloudEventInBase64));
	}

	@ParameterizedTest
	@MethodSource("envelopes")
	void anEnvelopedEventIsTheBareEvent(Envelope envelope, UnaryOperator<String> wrap) {
		BookingCreated bare = BookingEventCodec.decode(EVENT, BookingCreated.TYPE);
		for (Envelope setting : List.of(envelope, Envelope.AUTO)) {
			assertThat(decode(setting, wrap.apply(EVENT))).isEqualTo(new Decoded.Event<>(bare))
				.extracting((decoded) -> ContentHash.of(((Decoded.Event<BookingCreated>) decoded).event()))
				.isEqualTo(ContentHash.of(bare));
		}
		assertThat(this.unexpectedMessages.unexpectedEnvelopes()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "NONE", "AUTO" })
	void aBareEventIsTakenAsItIs(Envelope setting) {
		assertThat(decode(setting, EVENT)).isInstanceOf(Decoded.Event.class);
	}

	@ParameterizedTest
	@MethodSource("envelopes")
	void theEventInAnEnvelopeIsJudgedAsStrictlyAsABareOne(Envelope envelope, UnaryOperator<String> wrap) {
		for (String event : List.of("{}", EVENT.replace("\"slotId\"", "\"bookingId\":\"b-2\",\"slotId\""),
				EVENT.replace("{", "{\"more\":{\"a\":1,\"a\":2},"), EVENT.replace("b-1", " "),
				EVENT.replace("b-1", "x".repeat(129)), EVENT.replace("\"b-1\"", "17"),
				EVENT.replace("{", "{\"more\":" + "[".repeat(500) + "]".repeat(500) + ","))) {
			assertThat(refusal(envelope, wrap.apply(event))).startsWith("In " + envelope.words() + ": ")
				.contains(violations(event));
		}
		String deepest = EVENT.replace("{", "{\"more\":" + "[".repeat(499) + "]".repeat(499) + ",");
		assertThat(decode(envelope, wrap.apply(deepest))).isInstanceOf(Decoded.Event.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SNS         | The body is an SNS notification: set booking.consumer.envelope=sns, or enable raw message delivery
					EVENTBRIDGE | The body is an EventBridge event: set booking.consumer.envelope=eventbridge, or set the target's InputPath to $.detail
					CLOUDEVENTS | The body is a CloudEvent: set booking.consumer.envelope=cloudevents, or send the event alone
					""")
	void withoutTheSettingTheDetailNamesTheEnvelopeAndTheSetting(Envelope envelope, String detail) {
		envelopes().filter((arguments) -> arguments.get()[0] == envelope).forEach((arguments) -> {
			@SuppressWarnings("unchecked")
			UnaryOperator<String> wrap = (UnaryOperator<String>) arguments.get()[1];
			assertThat(refusal(Envelope.NONE, wrap.apply(EVENT))).isEqualTo(detail);
		});
		assertThat(this.unexpectedMessages.unexpectedEnvelopes()).containsExactly(detail);
	}

	@Test
	void theWrongEnvelopeForTheSettingHasItsOwnDetail() {
		assertThat(refusal(Envelope.SNS, Envelopes.eventBridge(EVENT)))
			.isEqualTo("The body is an EventBridge event, but booking.consumer.envelope is sns: "
					+ "set it to eventbridge or auto, or send an SNS notification");
		assertThat(refusal(Envelope.CLOUDEVENTS, EVENT))
			.isEqualTo("The body is an event without an envelope, but booking.consumer.envelope is cloudevents: "
					+ "set it to none or auto, or send a CloudEvent");
		assertThat(this.unexpectedMessages.unexpectedEnvelopes()).hasSize(2);
	}

	@Test
	void whatIsNeitherEnvelopeNorEventIsRefusedWithBothReasons() {
		assertThat(refusal(Envelope.SNS, "{}")).startsWith(
				"The body is not an SNS notification: " + "booking.consumer.envelope is sns (eventType is required; ");
		assertThat(refusal(Envelope.SNS, "not a booking"))
			.isEqualTo("The body is not an SNS notification: booking.consumer.envelope is sns "
					+ "($ must be well-formed JSON)");
		assertThat(refusal(Envelope.SNS, "<a/>"))
			.isEqualTo("The body is XML: write JSON: booking.consumer.envelope is sns ($ must be well-formed JSON)");
		assertThat(this.unexpectedMessages.unexpectedEnvelopes()).isEmpty();
	}

	@Test
	void onlyOneEnvelopeIsOpened() {
		assertThat(refusal(Envelope.AUTO, Envelopes.sns(Envelopes.eventBridge(EVENT))))
			.isEqualTo("The body is an SNS notification that holds an EventBridge event, and only one envelope is "
					+ "opened: enable raw message delivery");
		assertThat(refusal(Envelope.AUTO, Envelopes.eventBridge(Envelopes.eventBridge(EVENT))))
			.contains("only one envelope is opened");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"Type":"SubscriptionConfirmation","TopicArn":"t","Token":"x","Message":"You have chosen"}    | asks to confirm a subscription
					{"Type":"UnsubscribeConfirmation","TopicArn":"t","Token":"x","Message":"You have chosen"}     | reports the end of a subscription
					{"Type":"Other","TopicArn":"t","Message":"{}"}                                                | must have the Type Notification
					{"Type":"Notification","TopicArn":"t","Message":{}}                                           | must have a Message that is a string
					{"Type":"Notification","TopicArn":"t"}                                                        | must have a Message that is a string
					{"Type":"Notification","Message":"{}","Message":"{}"}                                         | must not have the same name twice
					{"Type":"Notification","Message":"{}","MessageAttributes":{"a":{"Type":"x","Type":"y"}}}      | must not have the same name twice
					{"detail-type":"x","detail":"{}"}                                                             | must have a detail that is a JSON object
					{"detail-type":"x","detail":null}                                                             | must have a detail that is a JSON object
					{"detail-type":1,"detail":{}}                                                                 | must have a detail-type that is a string
					{"detail-type":"x","detail":{},"detail":{}}                                                   | must not have the same name twice
					{"specversion":"0.3","type":"x","data":{}}                                                    | must have the specversion 1.0
					{"specversion":1.0,"type":"x","data":{}}                                                      | must have the specversion 1.0
					{"specversion":"1.0","data":{}}                                                               | must have a type
					{"specversion":"1.0","type":"x","data":"{}"}                                                  | must have data that is a JSON object
					{"specversion":"1.0","type":"x","data":{},"data_base64":"e30="}                               | must have either data or data_base64
					{"specversion":"1.0","type":"x"}                                                              | must have either data or data_base64
					{"specversion":"1.0","type":"x","data_base64":"*"}                                            | must have data_base64 that is base64
					{"specversion":"1.0","type":"x","data_base64":"//4="}                                         | must have data_base64 that is base64 of JSON in UTF-8
					{"specversion":"1.0","type":"x","data_base64":17}                                             | must have data_base64 that is a string
					{"specversion":"1.0","type":"x","datacontenttype":"application/xml","data":{}}                | must have a datacontenttype of JSON
					{"specversion":"1.0","type":"x","datacontenttype":17,"data":{}}                               | must have a datacontenttype of JSON
					""")
	void anEnvelopeThatBreaksItsOwnRulesIsRefused(String body, String rule) {
		for (Envelope setting : List.of(Envelope.AUTO, Envelope.NONE)) {
			assertThat(refusal(setting, body)).startsWith("The body is ").contains(", which " + rule);
		}
		assertThat(this.unexpectedMessages.unexpectedEnvelopes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "APPLICATION/JSON", "text/json", "application/json;charset=utf-8",
			"application/vnd.booking+json" })
	void eachContentTypeOfJsonIsTaken(String type) {
		assertThat(decode(Envelope.CLOUDEVENTS,
				Envelopes.cloudEvent(EVENT).replace("\"data\":", "\"datacontenttype\":\"" + type + "\",\"data\":")))
			.isInstanceOf(Decoded.Event.class);
	}

	@Test
	void whatFollowsAnEnvelopeIsRefused() {
		for (String body : List.of(Envelopes.sns(EVENT) + "x", Envelopes.cloudEvent(EVENT) + "{}",
				Envelopes.eventBridge(EVENT).substring(0, 100))) {
			assertThat(decode(Envelope.AUTO, body)).isInstanceOf(Decoded.Refused.class);
		}
	}

	@Test
	void aValidBareEventStaysOneWhateverUnknownFieldsItHas() {
		String event = EVENT.replace("{",
				"{\"specversion\":\"1.0\",\"type\":\"x\",\"data\":{},\"Type\":\"Notification\","
						+ "\"Message\":\"{}\",\"detail-type\":\"x\",\"detail\":{},");
		assertThat(decode(Envelope.NONE, event)).isInstanceOf(Decoded.Event.class);
		assertThat(decode(Envelope.AUTO, event)).isInstanceOf(Decoded.Event.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BOOKING_CANCELLED", "BOOKING_CONFIRMED", "BOOKING_CREATED_V2", "PAYMENT_RECEIVED" })
	void aWellFormedEventOfAnotherTypeIsIgnoredWhereTheSettingSaysSo(String type) {
		String other = "{\"eventType\":\"%s\",\"id\":7}".formatted(type);
		assertThat(decode(Envelope.NONE, OtherEvents.IGNORE, other)).isEqualTo(new Decoded.Other<>(type));
		assertThat(decode(Envelope.SNS, OtherEvents.IGNORE, Envelopes.sns(other))).isEqualTo(new Decoded.Other<>(type));
		assertThat(this.unexpectedMessages.ignored()).isEqualTo(new UnexpectedMessages.Ignored(2, type));
		assertThat(refusal(Envelope.NONE, other)).startsWith("The event is a " + type
				+ ": send it to another queue, or set booking.consumer.other-events=ignore (eventType must name ");
		assertThat(this.unexpectedMessages.ignored()).isEqualTo(new UnexpectedMessages.Ignored(2, type));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "{\"eventType\":null}", "{\"eventType\":7}", "{\"eventType\":\"\"}",
			"{\"eventType\":\"booking_cancelled\"}", "{\"eventType\":\"BOOKING_CREATED \"}",
			"{\"eventType\":\"BookingCreated\"}", "{\"eventType\":\"BOOKINGCREATED\"}",
			"{\"eventType\":\"BOOKING__CREATED\"}", "{\"eventType\":\"BOOKING_CANCELLED\\n\"}",
			"{\"eventType\":\"BOOKING_\\u202ECANCELLED\"}", "{\"eventType\":\"BOOKING_CANCELLED\"",
			"{\"eventType\":\"BOOKING_CANCELLED\"} x", "{\"eventType\":\"BOOKING_CANCELLED\",\"a\":1,\"a\":2}",
			"{\"eventType\":\"BOOKING_CANCELLED\",\"eventType\":\"BOOKING_CANCELLED\"}",
			"{\"eventType\":\"BOOKING_CANCELLED\",\"userId\":\"1\",\"userId\":\"2\"}",
			"{\"eventType\":\"BOOKING_CREATED\"}", "{\"event\":{\"eventType\":\"BOOKING_CANCELLED\"}}" })
	void whatIsNotAWellFormedEventOfAnotherTypeIsNeverIgnored(String body) {
		assertThat(decode(Envelope.NONE, OtherEvents.IGNORE, body)).isInstanceOf(Decoded.Refused.class);
		assertThat(decode(Envelope.AUTO, OtherEvents.IGNORE, Envelopes.sns(body))).isInstanceOf(Decoded.Refused.class);
		assertThat(this.unexpectedMessages.ignored()).isNull();
	}

	@Test
	void aTypeThatIsTooLongIsNeverIgnored() {
		assertThat(decode(Envelope.NONE, OtherEvents.IGNORE, "{\"eventType\":\"A_%s\"}".formatted("B".repeat(63))))
			.isInstanceOf(Decoded.Refused.class);
	}

	@Test
	void nothingIsRefusedAsEmpty() {
		assertThat(new MessageDecoder<>(BookingCreated.TYPE, new BodyProperties(Envelope.AUTO, OtherEvents.IGNORE),
				this.unexpectedMessages)
			.decode(null))
			.isEqualTo(new Decoded.Refused<>("$ must not be empty", List.of(new Violation("$", Rule.EMPTY))));
	}

	private String refusal(Envelope setting, String body) {
		assertThat(decode(setting, body)).isInstanceOf(Decoded.Refused.class);
		return ((Decoded.Refused<BookingCreated>) decode(setting, body)).detail();
	}

	private Decoded<BookingCreated> decode(Envelope setting, String body) {
		return decode(setting, OtherEvents.DEAD_LETTER, body);
	}

	private Decoded<BookingCreated> decode(Envelope setting, OtherEvents otherEvents, String body) {
		return new MessageDecoder<>(BookingCreated.TYPE, new BodyProperties(setting, otherEvents),
				this.unexpectedMessages)
			.decode(body);
	}

	private static String violations(String event) {
		try {
			BookingEventCodec.decode(event, BookingCreated.TYPE);
			throw new AssertionError("valid");
		}
		catch (InvalidEventException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
