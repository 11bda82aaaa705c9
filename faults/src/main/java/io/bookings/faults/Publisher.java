package io.bookings.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.bookings.faults.ExpectedState.MessagePattern;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends the messages of all services at a constant rate, and records those that may be
 * dead-lettered.
 */
final class Publisher {

	private static final int BATCH = 10;

	private static final Duration LATER = Duration.ofSeconds(5);

	private final ExpectedState expected;

	private final List<SandboxService> services;

	private final Map<String, DeadLetterCandidate> candidates = new HashMap<>();

	private final Queue<Later> later = new ArrayDeque<>();

	private long sent;

	Publisher(ExpectedState expected, List<SandboxService> services) {
		this.expected = expected;
		this.services = services;
	}

	/**
	 * Sends all messages except the last duplicates.
	 * @param duration the time over which to spread them
	 */
	void publish(Duration duration) throws InterruptedException {
		long begin = System.nanoTime();
		for (int first = 0; first < this.expected.bookings(); first += BATCH) {
			long due = begin + (long) (duration.toNanos() * ((double) first / this.expected.bookings()));
			Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
			sendLater(System.nanoTime());
			List<Integer> numbers = new ArrayList<>();
			for (int number = first; number < Math.min(first + BATCH, this.expected.bookings()); number++) {
				numbers.add(number);
			}
			send(numbers);
		}
		sendLater(Long.MAX_VALUE);
	}

	private void send(List<Integer> numbers) {
		for (SandboxService service : this.services) {
			send(service, numbers, false);
			send(service, numbers.stream().filter((number) -> is(number, MessagePattern.DUPLICATE_AT_ONCE)).toList(),
					false);
		}
		for (int number : numbers) {
			if (is(number, MessagePattern.DUPLICATE_LATER) || is(number, MessagePattern.CONFLICTING)) {
				this.later.add(new Later(System.nanoTime() + LATER.toNanos(), number));
			}
		}
	}

	private void sendLater(long now) {
		for (Later next = this.later.peek(); next != null && next.due() <= now; next = this.later.peek()) {
			this.later.remove();
			for (SandboxService service : this.services) {
				send(service, List.of(next.number()), is(next.number(), MessagePattern.CONFLICTING));
			}
		}
	}

	/**
	 * Sends the duplicates that are due after all other messages have been settled.
	 */
	void publishLastDuplicates() {
		List<Integer> numbers = this.expected.valid()
			.filter((number) -> is(number, MessagePattern.DUPLICATE_AT_THE_END))
			.boxed()
			.toList();
		for (int from = 0; from < numbers.size(); from += BATCH) {
			List<Integer> part = numbers.subList(from, Math.min(from + BATCH, numbers.size()));
			this.services.forEach((service) -> send(service, part, false));
		}
	}

	private void send(SandboxService service, List<Integer> numbers, boolean other) {
		// A request can contain only one large message.
		numbers.stream().filter((number) -> is(number, MessagePattern.LARGE)).forEach((number) -> {
			request(service, List.of(number), other);
		});
		request(service, numbers.stream().filter((number) -> !is(number, MessagePattern.LARGE)).toList(), other);
	}

	private void request(SandboxService service, List<Integer> numbers, boolean other) {
		if (numbers.isEmpty()) {
			return;
		}
		List<SendMessageBatchRequestEntry> entries = numbers.stream()
			.map((number) -> SendMessageBatchRequestEntry.builder()
				.id(number.toString())
				.messageBody(this.expected.body(service.kind(), number, other))
				.build())
			.toList();
		service.sqs()
			.sendMessageBatch((batch) -> batch.queueUrl(service.queueUrl()).entries(entries))
			.successful()
			.forEach((result) -> {
				int number = Integer.parseInt(result.id());
				if (is(number, MessagePattern.CONFLICTING) || is(number, MessagePattern.MALFORMED)) {
					this.candidates.put(result.messageId(), new DeadLetterCandidate(service.kind(), number, other));
				}
				this.sent++;
			});
	}

	private boolean is(int number, MessagePattern pattern) {
		return this.expected.pattern(number) == pattern;
	}

	/**
	 * Returns the messages that may be dead-lettered, by their ids.
	 */
	Map<String, DeadLetterCandidate> candidates() {
		return this.candidates;
	}

	/**
	 * Returns how many messages were sent.
	 */
	long sent() {
		return this.sent;
	}

	/**
	 * A message that is malformed, or one of two conflicting messages.
	 *
	 * @param service the service to whose queue it was sent
	 * @param number the number of its booking
	 * @param other whether its content differs from that of the first message
	 */
	record DeadLetterCandidate(ServiceKind service, int number, boolean other) {
	}

	private record Later(long due, int number) {
	}

}
