package io.bookings.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sends signals that Java cannot send.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Sends a signal to processes. Ignores those that have ended.
	 * @param name the signal's name without {@code SIG}
	 */
	static void send(String name, Collection<ProcessHandle> processes) {
		List<String> command = new ArrayList<>(List.of("kill", "-" + name));
		processes.stream()
			.filter(ProcessHandle::isAlive)
			.map((process) -> Long.toString(process.pid()))
			.forEach(command::add);
		if (command.size() == 2) {
			return;
		}
		try {
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
