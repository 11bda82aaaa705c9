package io.bookings.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sends processes what Java cannot send them.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Sends a signal to processes by their ids; those that have ended are passed over.
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
