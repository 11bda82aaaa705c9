package io.bookings.sandbox;

import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The ports of a local run, all of which were free when they were checked.
 *
 * @param services the port of each service's HTTP API
 * @param sqs the port of SQS
 * @param check the port of the endpoint that checks bodies
 */
record RunPorts(Map<ServiceKind, Integer> services, int sqs, int check) {

	/**
	 * @param environment may contain {@code SANDBOX_SQS_PORT}, {@code SANDBOX_CHECK_PORT}
	 * and the {@linkplain ServiceKind#portVariable() variable of each service}
	 * @throws SandboxException if one of them is not a port, is in use, or is set to the
	 * port of another one
	 */
	static RunPorts from(Map<String, String> environment) {
		Map<Integer, String> variables = new HashMap<>();
		Map<ServiceKind, Integer> services = new EnumMap<>(ServiceKind.class);
		for (ServiceKind kind : ServiceKind.values()) {
			services.put(kind, port(environment, kind.portVariable(), kind.defaultPort(), variables));
		}
		return new RunPorts(services, port(environment, "SANDBOX_SQS_PORT", 9324, variables),
				port(environment, "SANDBOX_CHECK_PORT", 8090, variables));
	}

	/**
	 * @return where a service answers HTTP requests
	 */
	URI url(ServiceKind kind) {
		return URI.create("http://localhost:" + this.services.get(kind));
	}

	/**
	 * @return where the other service answers HTTP requests
	 */
	URI other(ServiceKind kind) {
		return url((kind == ServiceKind.PROVIDER) ? ServiceKind.USER : ServiceKind.PROVIDER);
	}

	private static int port(Map<String, String> environment, String variable, int defaultPort,
			Map<Integer, String> variables) {
		int port = parse(variable, environment.getOrDefault(variable, Integer.toString(defaultPort)));
		String other = variables.put(port, variable);
		if (other != null) {
			throw new SandboxException(
					"Port %d is set in %s and in %s: change one of them.".formatted(port, other, variable));
		}
		if (!Ports.isFree(port)) {
			throw new SandboxException(
					"Port %d is in use by another process: set %s to a free one, for example %s=%d sandbox/run"
						.formatted(port, variable, variable, Ports.free()));
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
			// The exception below reports it.
		}
		throw new SandboxException("%s is '%s', which is not a port from 1 to 65535.".formatted(variable, value));
	}

}
