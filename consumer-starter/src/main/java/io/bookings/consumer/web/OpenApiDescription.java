package io.bookings.consumer.web;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;

import io.bookings.events.Identifier;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.utils.SpringDocUtils;

/**
 * The parts of the OpenAPI document that springdoc does not read from the controllers.
 * springdoc is not in the services' jars: only tests use this class.
 */
public final class OpenApiDescription {

	private static final String PROBLEM = "Problem";

	private OpenApiDescription() {
	}

	/**
	 * Describes types that are texts or numbers in the API.
	 */
	public static void describeTypes() {
		SpringDocUtils.getConfig()
			.replaceWithSchema(Identifier.class, new StringSchema().minLength(1).maxLength(128))
			.replaceWithSchema(Cursor.class,
					new StringSchema().description("The value of next in the previous page; absent for the first page"))
			.replaceWithSchema(PageSize.class,
					new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(PageSize.MAX)))
			.replaceWithSchema(Locale.class, new StringSchema().description("BCP 47 language tag").example("de-DE"))
			.replaceWithSchema(ZoneId.class,
					new StringSchema().description("IANA time zone id").example("Europe/Berlin"));
	}

	/**
	 * Creates the document without paths.
	 * @param name the service's name
	 * @return the document
	 */
	public static OpenAPI document(String name) {
		return new OpenAPI().info(new Info().title(name).version("unknown"))
			.components(new Components().addSchemas(PROBLEM, problem()));
	}

	/**
	 * Adds the problem detail as a response of each operation.
	 * @param document the document with its paths
	 */
	public static void addProblems(OpenAPI document) {
		ApiResponse problem = new ApiResponse().description("A problem (RFC 9457)")
			.content(new Content().addMediaType("application/problem+json",
					new MediaType().schema(new Schema<>().$ref(PROBLEM))));
		document.getPaths()
			.values()
			.forEach((path) -> path.readOperations()
				.forEach((operation) -> operation.getResponses().addApiResponse("default", problem)));
	}

	private static Schema<?> problem() {
		Schema<?> brokenRule = new ObjectSchema().addProperty("field", new StringSchema())
			.addProperty("rule", new StringSchema());
		return new ObjectSchema().addProperty("type", new StringSchema().format("uri-reference"))
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema())
			.addProperty("instance", new StringSchema().format("uri-reference"))
			.addProperty("errors",
					new ArraySchema().items(brokenRule).description("The rules that the request breaks"));
	}

}
