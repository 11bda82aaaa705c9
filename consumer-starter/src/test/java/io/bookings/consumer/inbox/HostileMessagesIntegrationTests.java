package io.bookings.consumer.inbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.InvalidEventException;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SqsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random changes of valid messages, with attributes at random, on their whole way. What
 * each of them has to become follows from what the codec says about its body.
 */
class HostileMessagesIntegrationTests {

	private static final int MESSAGES = 600;

	private static final int BOOKINGS = 150;

	/** All that SQS lets pass: XML 1.0's characters. */
	private static final String ALPHABET = "{}[]\",:\\/ut0123456789eE+-.TZ \t\n\r'<>&=%\u0085\u00A0\u202E\uFEFFabcdef";

	/** Names that Spring Messaging, Spring Cloud AWS and tracing have a use for. */
	private static final List<String> NAMES = List.of("id", "timestamp", "contentType", "JavaType", "Sqs_ReceiptHandle",
			"Sqs_VisibilityTimeout", "lookupDestination", "traceparent", "tracestate", "baggage", "OriginalMessageId",
			"FailureReason", "x", "a.b-c_d");

	private static final List<String> TYPES = List.of("String", "String.json", "Number", "Number.int", "Number.float",
			"Binary", "Binary.png");

	private static final List<String> VALUES = List.of("0", "-1", "1e400", "not a number", "text/plain", "no/such/type",
			"java.lang.Runtime", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0-0-0", "\u202Egnp",
			"${jndi:ldap://localhost/a}", "#{T(java.lang.Runtime)}", "'; drop table processed_booking; --");

	private final Random random = new Random(42);

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void eachEndsWhereItsBodyBelongs() {
		List<String> invalid = new ArrayList<>();
		Map<String, List<BookingCreated>> valid = new HashMap<>();
		try (ConsumerFixture fixture = ConsumerFixture.start(this.service)) {
			for (int i = 0; i < MESSAGES; i++) {
				String body = changed(ConsumerFixture.body("b-" + this.random.nextInt(BOOKINGS)));
				if (send(body)) {
					BookingCreated event = decode(body);
					if (event == null) {
						invalid.add(body);
					}
					else {
						valid.computeIfAbsent(event.bookingId(), (id) -> new ArrayList<>()).add(event);
					}
				}
			}
			await().atMost(ConsumerFixture.patience()).until(() -> this.service.messages().isEmpty());
			assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(valid.keySet());
			assertThat(fixture.processed()).containsExactlyInAnyOrderElementsOf(valid.keySet());
		}
		Map<String, List<String>> deadLetters = this.service.deadLetters()
			.stream()
			.collect(Collectors.groupingBy((letter) -> ConsumerFixture.attribute(letter, "FailureReason"),
					Collectors.mapping(Message::body, Collectors.toList())));
		assertThat(deadLetters.keySet()).containsExactlyInAnyOrder("rejected", "conflict");
		assertThat(deadLetters.get("rejected")).containsExactlyInAnyOrderElementsOf(invalid);
		assertThat(deadLetters.get("conflict").size()).isBetween(
				valid.values().stream().mapToInt((events) -> events.size() - Collections.max(votes(events))).sum(),
				valid.values().stream().mapToInt((events) -> events.size() - Collections.min(votes(events))).sum());
	}

	/**
	 * How many messages say the same, for each thing that is said about a booking.
	 */
	private static List<Integer> votes(List<BookingCreated> events) {
		Map<String, Integer> votes = new HashMap<>();
		events.forEach((event) -> votes.merge("%s %s %s %s %s".formatted(event.userId(), event.providerId(),
				event.slotId(), event.slotStart(), event.slotEnd()), 1, Integer::sum));
		return List.copyOf(votes.values());
	}

	private static @Nullable BookingCreated decode(String body) {
		try {
			return BookingEventCodec.decode(body, BookingCreated.TYPE);
		}
		catch (InvalidEventException ex) {
			return null;
		}
	}

	private String changed(String body) {
		StringBuilder changed = new StringBuilder(body);
		for (int changes = this.random.nextInt(3); changes > 0; changes--) {
			int index = this.random.nextInt(changed.length());
			char character = ALPHABET.charAt(this.random.nextInt(ALPHABET.length()));
			switch (this.random.nextInt(3)) {
				case 0 -> changed.setCharAt(index, character);
				case 1 -> changed.insert(index, character);
				default -> changed.delete(index, Math.min(changed.length() - 1, index + this.random.nextInt(10)));
			}
		}
		return changed.toString();
	}

	/**
	 * Whether SQS takes it.
	 */
	private boolean send(String body) {
		Map<String, MessageAttributeValue> attributes = new HashMap<>();
		for (int count = this.random.nextInt(11); count > 0; count--) {
			attributes.put(any(NAMES), attribute(any(TYPES), any(VALUES)));
		}
		try {
			this.service.sqs()
				.sendMessage((request) -> request.queueUrl(this.service.queueUrl())
					.messageBody(body)
					.messageAttributes(attributes));
			return true;
		}
		catch (SqsException ex) {
			assertThat(ex.statusCode()).isEqualTo(400);
			return false;
		}
	}

	private static MessageAttributeValue attribute(String type, String value) {
		MessageAttributeValue.Builder attribute = MessageAttributeValue.builder().dataType(type);
		return (type.startsWith("Binary") ? attribute.binaryValue(SdkBytes.fromUtf8String(value))
				: attribute.stringValue(value))
			.build();
	}

	private <T> T any(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
