package io.bookings.consumer.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The console, flushed once for the lines of a batch instead of after each line, because
 * each flush is a system call. A line outside a batch is flushed at once, and with it the
 * lines of batches that wait.
 */
public final class DelayedFlush extends BufferedOutputStream {

	private static final ScopedValue<Set<DelayedFlush>> DELAYED = ScopedValue.newInstance();

	/**
	 * Creates the stream.
	 * @param console writes each time it is called
	 */
	DelayedFlush(OutputStream console) {
		super(console);
	}

	/**
	 * Writes lines, then flushes them.
	 * @param lines writes the lines
	 */
	public static void afterAll(Runnable lines) {
		Set<DelayedFlush> consoles = new HashSet<>();
		try {
			ScopedValue.where(DELAYED, consoles).run(lines);
		}
		finally {
			consoles.forEach(DelayedFlush::flushNow);
		}
	}

	@Override
	public void flush() throws IOException {
		if (DELAYED.isBound()) {
			DELAYED.get().add(this);
		}
		else {
			super.flush();
		}
	}

	private void flushNow() {
		try {
			super.flush();
		}
		catch (IOException ex) {
			// The batch must go on. Logback reports the failure with the next line.
		}
	}

}
