package io.bookings.consumer.trace;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Knows which trace a booking belongs to while its event is handled. A batch holds the
 * events of many traces, so there is no current span that could tell.
 */
public final class BookingTraces {

	private static final ScopedValue<Function<String, @Nullable String>> CURRENT = ScopedValue.newInstance();

	private BookingTraces() {
	}

	/**
	 * Handles events.
	 * @param traceparents the trace of a booking by its id
	 * @param work what asks for it
	 */
	public static void during(Function<String, @Nullable String> traceparents, Runnable work) {
		ScopedValue.where(CURRENT, traceparents).run(work);
	}

	/**
	 * The trace of a booking whose event is being handled by this thread.
	 * @param bookingId the booking's id
	 * @return what {@link Traces#traceparent} returned for its message, or {@code null}
	 * where there is no trace
	 */
	public static @Nullable String traceparent(String bookingId) {
		return CURRENT.isBound() ? CURRENT.get().apply(bookingId) : null;
	}

}
