package io.bookings.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sends four messages to the services, one after the other, and reports what has become
 * of each. Nothing of the report is assumed: it says what is in the databases and the
 * queues.
 */
final class SampleTour {

	private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

	private static final String BOOKING_ID = "test-123";

	private final SandboxService provider;

	private final SandboxService user;

	SampleTour(SandboxService provider, SandboxService user) {
		this.provider = provider;
		this.user = user;
	}

	/**
	 * @return the report, a table and the stored rows
	 */
	String take() throws InterruptedException {
		String created = example("booking-created.json");
		List<Sample> samples = List.of(new Sample("booking created", this.provider, created, BOOKING_ID),
				new Sample("the same again", this.provider, created, BOOKING_ID),
				new Sample("cut off", this.provider, "{\"bookingId\":", null),
				new Sample("booking confirmed", this.user, example("booking-confirmed.json"), BOOKING_ID));
		List<List<String>> table = new ArrayList<>();
		table.add(List.of("Message", "Sent to", "Outcome", "Where to see it"));
		StringJoiner rows = new StringJoiner(System.lineSeparator(), System.lineSeparator().repeat(2), "")
			.setEmptyValue("");
		for (Sample sample : samples) {
			MessageFate fate = watch(sample, sample.service().send(sample.body()));
			table.add(List.of(sample.name(), sample.service().kind().serviceName(), fate.outcome(), fate.where()));
			if (fate.row() != null) {
				rows.add(fate.row());
			}
		}
		return TextTable.format(table) + rows;
	}

	/**
	 * @return the guide's example of an event, byte for byte
	 */
	static String example(String resource) {
		try (InputStream stream = BookingEvent.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("No resource " + resource);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MessageFate watch(Sample sample, String messageId) throws InterruptedException {
		Instant deadline = Instant.now().plus(SETTLED_WITHIN);
		while (Instant.now().isBefore(deadline)) {
			Optional<MessageFate> fate = MessageFate.find(sample.service(), messageId, sample.bookingId());
			if (fate.isPresent()) {
				return fate.get();
			}
			Thread.sleep(200);
		}
		return new MessageFate("not settled", "the service's log", null);
	}

	/**
	 * A message to send.
	 *
	 * @param bookingId the booking of which it tells, if that can be known
	 */
	private record Sample(String name, SandboxService service, String body, @Nullable String bookingId) {

	}

}
