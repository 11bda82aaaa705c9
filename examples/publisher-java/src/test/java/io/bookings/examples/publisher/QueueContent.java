package io.bookings.examples.publisher;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.bookings.events.BookingEvent;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.ContentHash;
import io.bookings.events.EventType;
import io.bookings.sandbox.SandboxService;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The messages that a publisher has sent to a queue.
 */
record QueueContent(List<Message> messages) {

	/**
	 * Receives and deletes all messages.
	 */
	static QueueContent drain(SandboxService service) {
		List<Message> messages = new ArrayList<>();
		List<Message> batch;
		do {
			batch = service.sqs()
				.receiveMessage((request) -> request.queueUrl(service.queueUrl())
					.maxNumberOfMessages(10)
					.waitTimeSeconds(0)
					.messageAttributeNames("All"))
				.messages();
			messages.addAll(batch);
		}
		while (!batch.isEmpty());
		service.purge();
		return new QueueContent(messages);
	}

	/**
	 * Decodes the messages as the consumers do.
	 * @return the content hashes by booking id; more than one is a conflict
	 */
	Map<String, Set<String>> hashesByBooking(EventType<?> type) {
		return this.messages.stream()
			.<BookingEvent>map((message) -> BookingEventCodec.decode(message.body(), type))
			.collect(Collectors.groupingBy(BookingEvent::bookingId, Collectors
				.mapping((event) -> HexFormat.of().formatHex(ContentHash.of(event)), Collectors.toSet())));
	}

	/**
	 * Returns the traces of the messages by booking id.
	 */
	Map<String, Set<String>> tracesByBooking(EventType<?> type) {
		return this.messages.stream()
			.collect(Collectors.groupingBy((message) -> BookingEventCodec.decode(message.body(), type).bookingId(),
					Collectors.mapping((message) -> message.messageAttributes().get("traceparent").stringValue(),
							Collectors.toSet())));
	}

}
