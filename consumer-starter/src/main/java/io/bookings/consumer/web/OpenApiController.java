package io.bookings.consumer.web;

import java.io.IOException;
import java.io.InputStream;

import io.swagger.v3.oas.annotations.Hidden;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Returns the OpenAPI document of the service. A file contains what the controllers
 * determine. This class adds what the deployment determines: address, version and
 * authentication.
 */
@Hidden // from the document
@RestController
public class OpenApiController {

	private final Resource file;

	private final JsonMapper json;

	private final String version;

	private final boolean jwt;

	/**
	 * Creates the controller.
	 * @param file the document as JSON, with {@code info}
	 * @param json reads the file
	 * @param version the service's version
	 * @param jwt whether requests are authenticated by JWT instead of HTTP Basic
	 */
	public OpenApiController(Resource file, JsonMapper json, String version, boolean jwt) {
		this.file = file;
		this.json = json;
		this.version = version;
		this.jwt = jwt;
	}

	@GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
	ObjectNode document() throws IOException {
		ObjectNode document;
		try (InputStream content = this.file.getInputStream()) {
			document = this.json.readValue(content, ObjectNode.class);
		}
		document.withObject("info").put("version", this.version);
		document.putArray("servers")
			.addObject()
			.put("url", ServletUriComponentsBuilder.fromCurrentContextPath().toUriString());
		String scheme = this.jwt ? "bearer" : "basic";
		document.putArray("security").addObject().putArray(scheme);
		ObjectNode description = document.withObject("components")
			.putObject("securitySchemes")
			.putObject(scheme)
			.put("type", "http")
			.put("scheme", scheme);
		if (this.jwt) {
			description.put("bearerFormat", "JWT");
		}
		return document;
	}

}
