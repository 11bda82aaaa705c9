package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.yaml.snakeyaml.Yaml;

/**
 * The file {@code docker-compose.yml}.
 *
 * @param services the services, by name
 */
record ComposeFile(Map<String, Map<String, Object>> services) {

	static ComposeFile read() {
		try {
			Map<String, Map<String, Map<String, Object>>> file = new Yaml()
				.load(Files.readString(Path.of("..", "docker-compose.yml")));
			return new ComposeFile(Objects.requireNonNull(file.get("services")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the variables of a service, with the placeholders of Compose.
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> environment(ServiceKind kind) {
		return (Map<String, Object>) Objects
			.requireNonNull(Objects.requireNonNull(this.services.get(kind.serviceName())).get("environment"));
	}

}
