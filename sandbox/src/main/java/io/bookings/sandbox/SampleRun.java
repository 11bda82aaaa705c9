package io.bookings.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Sends sample messages to the services and reports the result of each. All results are
 * read from the databases, the queues and the mailbox.
 */
public final class SampleRun {

	static final String NEW_BOOKING_ID = "test-124";

	private static final MessageResult NOT_SETTLED = new MessageResult("not settled", "the service's log", false);

	private final Sandbox sandbox;

	private final Duration timeout;

	/**
	 * Creates a run.
	 * @param sandbox where the services run
	 * @param timeout how long to wait for the result of a message
	 */
	public SampleRun(Sandbox sandbox, Duration timeout) {
		this.sandbox = sandbox;
		this.timeout = timeout;
	}

	/**
	 * @return the report: a table and the stored rows
	 */
	String run() throws InterruptedException {
		return run(samples());
	}

	/**
	 * Sends the messages for one service.
	 * @param kind the service, which is running
	 * @return the report, as of all services
	 * @throws InterruptedException if the thread is interrupted
	 */
	public String run(ServiceKind kind) throws InterruptedException {
		return run(samples().stream().filter((sample) -> sample.service().kind() == kind).toList());
	}

	private List<Sample> samples() {
		SandboxService provider = this.sandbox.provider();
		SandboxService user = this.sandbox.user();
		return List.of(new Sample("booking created", provider, Samples.event(provider.kind()), 1, Samples.BOOKING_ID),
				new Sample("the same event again", provider, Samples.event(provider.kind()), 1, Samples.BOOKING_ID),
				new Sample("truncated", provider, "{\"bookingId\":", 1, null),
				new Sample("one for tomorrow", provider, Samples.eventForTomorrow(provider.kind(), NEW_BOOKING_ID), 1,
						NEW_BOOKING_ID),
				new Sample("confirmed, sent 3 times", user, Samples.event(user.kind(), NEW_BOOKING_ID), 3,
						NEW_BOOKING_ID),
				new Sample("the first confirmed", user, Samples.event(user.kind()), 1, Samples.BOOKING_ID));
	}

	private String run(List<Sample> samples) throws InterruptedException {
		List<List<String>> table = new ArrayList<>();
		table.add(List.of("Message", "Outcome", "Where to see it", "Notification"));
		List<String> rows = new ArrayList<>();
		for (Sample sample : samples) {
			List<MessageResult> results = send(sample);
			List<MessageResult> distinct = results.stream().distinct().toList();
			boolean effective = distinct.stream().anyMatch(MessageResult::effective);
			table.add(List.of(sample.name() + "\nto " + sample.service().kind().serviceName(),
					lines(distinct, (result) -> times(result, results) + result.outcome()),
					lines(distinct, MessageResult::where), effective ? notifications(sample) : "none"));
			if (effective) {
				rows.add(MessageResult.storedRow(sample.service(), Objects.requireNonNull(sample.bookingId())));
			}
		}
		int mails = this.sandbox.mail().count();
		return String.join(System.lineSeparator(), TextTable.format(table), "",
				"Mails in the mailbox after all these messages: " + mails, "",
				String.join(System.lineSeparator(), rows));
	}

	private static String times(MessageResult result, List<MessageResult> all) {
		int times = Collections.frequency(all, result);
		return (times == 1) ? "" : times + " x ";
	}

	private static <T> String lines(List<T> values, Function<T, String> line) {
		return values.stream().map(line).collect(Collectors.joining("\n"));
	}

	private List<MessageResult> send(Sample sample) throws InterruptedException {
		List<String> messageIds = Stream.generate(() -> sample.service().send(sample.body()))
			.limit(sample.copies())
			.toList();
		List<MessageResult> results = new ArrayList<>();
		for (String messageId : messageIds) {
			results.add(await(() -> MessageResult.find(sample.service(), messageId, sample.bookingId()),
					Optional::isPresent)
				.orElse(NOT_SETTLED));
		}
		// SQS may have delivered any of the copies first.
		return results.stream().sorted(Comparator.comparing((result) -> !result.effective())).toList();
	}

	private String notifications(Sample sample) throws InterruptedException {
		String bookingId = Objects.requireNonNull(sample.bookingId());
		List<NotificationResult> results = await(
				() -> NotificationResult.find(sample.service(), this.sandbox.mail(), bookingId),
				(found) -> !found.isEmpty() && found.stream().allMatch(NotificationResult::hasReceipt));
		return results.isEmpty() ? "not settled" : lines(results, NotificationResult::describe);
	}

	/**
	 * @return the last value, which does not satisfy the condition if the time has passed
	 */
	private <T> T await(Supplier<T> source, Predicate<T> condition) throws InterruptedException {
		Instant deadline = Instant.now().plus(this.timeout);
		T value = source.get();
		while (!condition.test(value) && Instant.now().isBefore(deadline)) {
			Thread.sleep(200);
			value = source.get();
		}
		return value;
	}

	/**
	 * A message to send.
	 *
	 * @param copies how often it is sent, without a pause
	 * @param bookingId the booking in the message, {@code null} if the message is
	 * malformed
	 */
	private record Sample(String name, SandboxService service, String body, int copies, @Nullable String bookingId) {

	}

}
