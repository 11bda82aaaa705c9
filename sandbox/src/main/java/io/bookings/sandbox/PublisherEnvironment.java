package io.bookings.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The environment of the example publishers: the queues, and a database of their own.
 */
final class PublisherEnvironment {

	private static final String DATABASE = "booking_publisher";

	private PublisherEnvironment() {
	}

	/**
	 * Creates the database of the publishers.
	 * @param sandbox the sandbox whose queues they send to
	 * @return the variables and their values
	 */
	static Map<String, String> create(Sandbox sandbox) {
		Map<String, String> environment = new LinkedHashMap<>();
		for (SandboxService service : sandbox.services()) {
			environment.put(service.kind().queueVariable(), service.queueUrl());
		}
		environment.put("AWS_ENDPOINT_URL", sandbox.sqsEndpoint().toString());
		environment.put("AWS_REGION", Queues.REGION);
		environment.put("AWS_ACCESS_KEY_ID", Queues.ACCESS_KEY);
		environment.put("AWS_SECRET_ACCESS_KEY", Queues.SECRET_KEY);
		environment.put("SPRING_DATASOURCE_URL", sandbox.createDatabase(DATABASE));
		environment.put("SPRING_DATASOURCE_USERNAME", DATABASE);
		environment.put("SPRING_DATASOURCE_PASSWORD", DATABASE);
		return environment;
	}

	/**
	 * Writes the variables for {@code source} of a shell.
	 * @return lines of text
	 */
	static String shell(Map<String, String> environment) {
		return environment.entrySet()
			.stream()
			.map((variable) -> "export %s='%s'%n".formatted(variable.getKey(), variable.getValue()))
			.collect(Collectors.joining());
	}

}
