package io.bookings.consumer.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.bookings.consumer.timeline.BookingTimeline.Part;
import io.bookings.consumer.timeline.BookingTimeline.State;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/**
 * Puts the timelines of bookings together.
 */
public class Timelines {

	private static final Comparator<TimelineEntry> CHRONOLOGICAL = Comparator.comparing(TimelineEntry::at);

	private final String service;

	private final LocalEntries local;

	private final OtherService other;

	private final TraceProperties trace;

	/**
	 * Creates the timelines.
	 * @param service the name of this service
	 * @param jdbc the database
	 * @param sources what the service adds
	 * @param properties where the other service is
	 * @param trace the links to traces
	 * @param builder builds the client of the other service
	 */
	public Timelines(String service, JdbcClient jdbc, List<TimelineSource> sources, TimelineProperties properties,
			TraceProperties trace, RestClient.Builder builder) {
		this.service = service;
		this.local = new LocalEntries(jdbc, sources);
		this.other = new OtherService(properties, builder);
		this.trace = trace;
	}

	/**
	 * Returns this service's part.
	 * @param bookingId the booking's id
	 * @return the part
	 */
	public BookingTimeline local(String bookingId) {
		List<TimelineEntry> entries = this.local.of(bookingId)
			.stream()
			.map((entry) -> entry.in(this.service, this.trace.link()))
			.sorted(CHRONOLOGICAL)
			.toList();
		return new BookingTimeline(bookingId,
				List.of(new Part(this.service, entries.isEmpty() ? State.UNKNOWN : State.KNOWN, null)), entries);
	}

	/**
	 * Returns the whole timeline. Waits for the other service for a limited time.
	 * @param bookingId the booking's id
	 * @return the timeline
	 */
	public BookingTimeline all(String bookingId) {
		BookingTimeline here = local(bookingId);
		BookingTimeline there = this.other.ask(bookingId);
		List<Part> parts = new ArrayList<>(here.parts());
		parts.addAll(there.parts());
		String name = there.parts().getFirst().service();
		// The link is that of this service, whatever the other one says.
		List<TimelineEntry> entries = Stream
			.concat(here.entries().stream(), there.entries().stream().map((entry) -> entry.in(name, this.trace.link())))
			.sorted(CHRONOLOGICAL)
			.toList();
		return new BookingTimeline(bookingId, parts, entries);
	}

}
