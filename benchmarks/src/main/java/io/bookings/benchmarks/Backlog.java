package io.bookings.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.SandboxService;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Publishes messages to a queue.
 */
final class Backlog {

	private static final int BATCH = 10;

	private static final int THREADS = 8;

	private Backlog() {
	}

	/**
	 * Publishes each booking once, and some of them again, in a random order that is the
	 * same in each run.
	 */
	static void publish(SandboxService service, Load load) {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 0; i < load.messages(); i++) {
			numbers.add(i % load.bookings());
		}
		Collections.shuffle(numbers, new Random(load.bookings()));
		String padding = "x".repeat(load.padding());
		int batchSize = (load.padding() == 0) ? BATCH : 1; // A request may contain 1 MiB.
		List<Future<?>> requests = new ArrayList<>();
		try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
			for (int from = 0; from < load.messages(); from += batchSize) {
				List<Integer> batch = numbers.subList(from, Math.min(from + batchSize, load.messages()));
				requests.add(executor.submit(() -> send(service, batch, padding)));
			}
		}
		requests.forEach(Future::resultNow); // throws if a request has failed
	}

	private static void send(SandboxService service, List<Integer> bookings, String padding) {
		List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
		for (int booking : bookings) {
			entries.add(SendMessageBatchRequestEntry.builder()
				.id(Integer.toString(entries.size()))
				.messageBody(body(booking, padding))
				.build());
		}
		SendMessageBatchResponse response = service.sqs()
			.sendMessageBatch((request) -> request.queueUrl(service.queueUrl()).entries(entries));
		if (response.hasFailed()) {
			throw new IllegalStateException("Messages were not published: " + response.failed());
		}
	}

	/**
	 * Returns the event of a booking.
	 * @param padding the value of an additional field that the contract does not define
	 */
	static String body(int booking, String padding) {
		return """
				{"bookingId":"booking-%07d","userId":"user-%d","providerId":"provider-%d","slotId":"slot-%d",\
				"slotStart":"2099-02-19T10:00:00Z","slotEnd":"2099-02-19T11:00:00Z",\
				"eventType":"BOOKING_CREATED","timestamp":"2099-02-18T09:55:00Z","more":"%s"}""".formatted(booking,
				booking % 5000, booking % 500, booking % 100, padding);
	}

}
