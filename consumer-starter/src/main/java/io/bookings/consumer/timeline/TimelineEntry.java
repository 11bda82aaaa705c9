package io.bookings.consumer.timeline;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a timeline.
 *
 * @param at when it happened
 * @param service the service in which it happened; {@code null} stands for this service
 * @param what what happened, such as {@code requested}, {@code stored} or
 * {@code duplicate}
 * @param eventType the type of the event, if it is about one
 * @param detail details, without names and addresses
 * @param notification the notification that it is about, if it is about one
 * @param traceId the id of the trace, if there is one
 * @param traceLink where the trace can be seen, if the setting {@code booking.trace-link}
 * says so
 */
public record TimelineEntry(Instant at, @Nullable String service, String what, @Nullable String eventType,
		@Nullable String detail, @Nullable Notification notification, @Nullable String traceId,
		@Nullable String traceLink) {

	/**
	 * Creates an entry about an event.
	 * @param at when it happened
	 * @param what what happened
	 * @param eventType the type of the event
	 * @param detail details, without names and addresses
	 * @return the entry
	 */
	public static TimelineEntry of(Instant at, String what, @Nullable String eventType, @Nullable String detail) {
		return new TimelineEntry(at, null, what, eventType, detail, null, null, null);
	}

	TimelineEntry in(String name, @Nullable TraceLink link) {
		String trace = TraceLink.isTraceId(this.traceId) ? this.traceId : null;
		return new TimelineEntry(this.at, name, this.what, this.eventType, this.detail, this.notification, trace,
				(link != null && trace != null) ? link.expand(trace) : null);
	}

	/**
	 * The state of a notification.
	 *
	 * @param channel the channel, absent until the contact is known
	 * @param recipient the id of the provider or user, absent until it is known
	 * @param status the status
	 * @param attempts the number of attempts to send it
	 * @param receipt what the mail system reported, if it did
	 */
	public record Notification(@Nullable String channel, @Nullable String recipient, String status, int attempts,
			@Nullable String receipt) {

	}

}
