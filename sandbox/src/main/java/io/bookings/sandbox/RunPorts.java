package io.bookings.sandbox;

import java.util.HashMap;
import java.util.Map;

/**
 * The ports of a local run, all free when they were looked at.
 *
 * @param provider where provider-consumer answers HTTP
 * @param user where user-consumer answers HTTP
 * @param sqs where SQS is
 */
record RunPorts(int provider, int user, int sqs) {

	/**
	 * @param environment may hold the variables {@code PROVIDER_PORT}, {@code USER_PORT}
	 * and {@code SANDBOX_SQS_PORT}
	 * @throws SandboxException if one of them is not a port, is taken, or is another
	 * one's
	 */
	static RunPorts from(Map<String, String> environment) {
		Map<Integer, String> variables = new HashMap<>();
		return new RunPorts(port(environment, "PROVIDER_PORT", 8081, variables),
				port(environment, "USER_PORT", 8082, variables),
				port(environment, "SANDBOX_SQS_PORT", 9324, variables));
	}

	private static int port(Map<String, String> environment, String variable, int defaultPort,
			Map<Integer, String> variables) {
		int port = parse(variable, environment.getOrDefault(variable, Integer.toString(defaultPort)));
		String other = variables.put(port, variable);
		if (other != null) {
			throw new SandboxException("Port %d is that of %s and of %s: set one of them to another port."
				.formatted(port, other, variable));
		}
		if (!Ports.isFree(port)) {
			throw new SandboxException(
					"Port %d is taken by another process: set %s to a free one, as in %s=%d sandbox/run".formatted(port,
							variable, variable, Ports.free()));
		}
		return port;
	}

	private static int parse(String variable, String value) {
		try {
			int port = Integer.parseInt(value);
			if (port >= 1 && port <= 65535) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw new SandboxException("%s is '%s', which is not a port from 1 to 65535.".formatted(variable, value));
	}

}
