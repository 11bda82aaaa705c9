package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document in the resources of a service, {@code openapi.json}.
 */
public final class OpenApiFile {

	private static final Path FILE = Path.of("src", "main", "resources", "openapi.json");

	private static final Path GENERATED = Path.of("target", "openapi.json");

	private OpenApiFile() {
	}

	/**
	 * Asserts that the document describes the API of a service. springdoc, which has to
	 * be on the class path, generates the expected document from the controllers.
	 * @param application the application class of the service
	 * @param kind the service that it implements
	 * @throws AssertionError if the document is not that of the controllers
	 * @throws IOException if the generated document cannot be written to the target
	 * folder
	 */
	public static void assertDescribes(Class<?> application, ServiceKind kind) throws IOException {
		JsonMapper json = JsonMapper.builder().build();
		ObjectNode generated = json.readValue(generate(application, kind), ObjectNode.class);
		generated.remove("servers"); // depends on the deployment
		Files.writeString(GENERATED, json.writerWithDefaultPrettyPrinter().writeValueAsString(generated) + "\n");
		if (!Files.exists(FILE) || !generated.equals(json.readTree(FILE))) {
			throw new AssertionError(
					"%s does not describe the HTTP API. If you meant to change the API, copy %s to this file"
						.formatted(FILE.toAbsolutePath(), GENERATED.toAbsolutePath()));
		}
	}

	private static byte[] generate(Class<?> application, ServiceKind kind) {
		try (RunningApi api = RunningApi.start(application, Sandbox.shared().isolated(kind),
				"--springdoc.api-docs.enabled=true", "--springdoc.api-docs.path=/generated",
				"--springdoc.default-produces-media-type=application/json",
				// The responses of exception handlers are not those of each operation.
				"--springdoc.override-with-generic-response=false", "--springdoc.writer-with-order-by-keys=true")) {
			byte[] document = api.get("/generated").expectStatus().isOk().expectBody().returnResult().getResponseBody();
			if (document == null) {
				throw new AssertionError("springdoc returned no document");
			}
			return document;
		}
	}

}
