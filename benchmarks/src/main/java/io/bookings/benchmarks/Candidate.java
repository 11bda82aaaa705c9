package io.bookings.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A consumer to measure.
 *
 * @param name the name in the tables
 * @param command the command line
 * @param environment the variables besides those for queue and database
 */
record Candidate(String name, List<String> command, Map<String, String> environment) {

	/**
	 * Returns this consumer with another mail server.
	 * @param port its port on this machine
	 */
	Candidate withMailServer(int port) {
		Map<String, String> changed = new HashMap<>(this.environment);
		changed.put("SPRING_MAIL_PORT", Integer.toString(port));
		return new Candidate(this.name, this.command, changed);
	}

}
