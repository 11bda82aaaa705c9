package io.bookings.consumer.trace;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Provides the trace context of a booking while its event is handled. A batch contains
 * events of several traces, so the current span is not that of the booking.
 */
public final class BookingTraces {

	private static final ScopedValue<Function<String, @Nullable String>> CURRENT = ScopedValue.newInstance();

	private BookingTraces() {
	}

	/**
	 * Runs work for which {@link #traceparent} returns the given values.
	 * @param traceparents the trace context by booking id
	 * @param work the work to run
	 */
	public static void during(Function<String, @Nullable String> traceparents, Runnable work) {
		ScopedValue.where(CURRENT, traceparents).run(work);
	}

	/**
	 * Returns the trace context of a booking whose event this thread handles.
	 * @param bookingId the booking's id
	 * @return the value of {@link Traces#traceparent} for its message, or {@code null} if
	 * there is no trace
	 */
	public static @Nullable String traceparent(String bookingId) {
		return CURRENT.isBound() ? CURRENT.get().apply(bookingId) : null;
	}

}
