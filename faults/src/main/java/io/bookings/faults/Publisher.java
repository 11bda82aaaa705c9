package io.bookings.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.bookings.faults.Truth.Course;
import io.bookings.sandbox.SandboxService;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends the messages of both services at an even rate, and remembers those that may end
 * in a dead-letter queue.
 */
final class Publisher {

	private static final int BATCH = 10;

	private static final Duration LATER = Duration.ofSeconds(5);

	private final Truth truth;

	private final List<SandboxService> services;

	private final Map<String, Letter> letters = new HashMap<>();

	private final Queue<Later> later = new ArrayDeque<>();

	private long sent;

	Publisher(Truth truth, List<SandboxService> services) {
		this.truth = truth;
		this.services = services;
	}

	/**
	 * Sends everything but what comes at the end.
	 * @param duration how long to take for it
	 */
	void publish(Duration duration) throws InterruptedException {
		long begin = System.nanoTime();
		for (int first = 0; first < this.truth.bookings(); first += BATCH) {
			long due = begin + (long) (duration.toNanos() * ((double) first / this.truth.bookings()));
			Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
			sendLater(System.nanoTime());
			List<Integer> numbers = new ArrayList<>();
			for (int number = first; number < Math.min(first + BATCH, this.truth.bookings()); number++) {
				numbers.add(number);
			}
			send(numbers);
		}
		sendLater(Long.MAX_VALUE);
	}

	private void send(List<Integer> numbers) {
		for (SandboxService service : this.services) {
			send(service, numbers, false);
			send(service, numbers.stream().filter((number) -> is(number, Course.TWICE_AT_ONCE)).toList(), false);
		}
		for (int number : numbers) {
			if (is(number, Course.AGAIN_LATER) || is(number, Course.CONFLICTING)) {
				this.later.add(new Later(System.nanoTime() + LATER.toNanos(), number));
			}
		}
	}

	private void sendLater(long now) {
		for (Later next = this.later.peek(); next != null && next.due() <= now; next = this.later.peek()) {
			this.later.remove();
			for (SandboxService service : this.services) {
				send(service, List.of(next.number()), is(next.number(), Course.CONFLICTING));
			}
		}
	}

	/**
	 * Sends the copies that come once everything has settled.
	 */
	void publishTheEnd() {
		List<Integer> numbers = this.truth.valid()
			.filter((number) -> is(number, Course.AGAIN_AT_THE_END))
			.boxed()
			.toList();
		for (int from = 0; from < numbers.size(); from += BATCH) {
			List<Integer> part = numbers.subList(from, Math.min(from + BATCH, numbers.size()));
			this.services.forEach((service) -> send(service, part, false));
		}
	}

	private void send(SandboxService service, List<Integer> numbers, boolean other) {
		// A request has room for one large message.
		numbers.stream().filter((number) -> is(number, Course.LARGE)).forEach((number) -> {
			request(service, List.of(number), other);
		});
		request(service, numbers.stream().filter((number) -> !is(number, Course.LARGE)).toList(), other);
	}

	private void request(SandboxService service, List<Integer> numbers, boolean other) {
		if (numbers.isEmpty()) {
			return;
		}
		List<SendMessageBatchRequestEntry> entries = numbers.stream()
			.map((number) -> SendMessageBatchRequestEntry.builder()
				.id(number.toString())
				.messageBody(this.truth.body(service.kind(), number, other))
				.build())
			.toList();
		service.sqs()
			.sendMessageBatch((batch) -> batch.queueUrl(service.queueUrl()).entries(entries))
			.successful()
			.forEach((result) -> {
				int number = Integer.parseInt(result.id());
				if (is(number, Course.CONFLICTING) || is(number, Course.MALFORMED)) {
					this.letters.put(result.messageId(), new Letter(service.kind(), number, other));
				}
				this.sent++;
			});
	}

	private boolean is(int number, Course course) {
		return this.truth.course(number) == course;
	}

	/**
	 * The messages that may end in a dead-letter queue, by their ids.
	 */
	Map<String, Letter> letters() {
		return this.letters;
	}

	/**
	 * How many messages were sent.
	 */
	long sent() {
		return this.sent;
	}

	/**
	 * A message that is malformed, or one of two that contradict each other.
	 *
	 * @param service whose queue it was sent to
	 * @param number its booking
	 * @param other whether it says something else than the first one
	 */
	record Letter(SandboxService.Kind service, int number, boolean other) {
	}

	private record Later(long due, int number) {
	}

}
