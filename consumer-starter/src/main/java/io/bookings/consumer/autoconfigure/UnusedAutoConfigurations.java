package io.bookings.consumer.autoconfigure;

import java.util.List;

/**
 * Auto-configurations that are on the class path although the services do not use them.
 * Without them, a start takes less CPU time: Spring Boot does not read their classes,
 * evaluate their conditions and create their beans.
 */
final class UnusedAutoConfigurations {

	/** The class names. */
	static final List<String> NAMES = List.of(
			// Pages of the API have a cursor instead of Spring Data's page number.
			"org.springdoc.core.configuration.SpringDocPageableConfiguration",
			"org.springdoc.core.configuration.SpringDocSortConfiguration",
			// Nothing is uploaded.
			"org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
			// Requests to other services use RestClient.
			"org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration",
			"org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration",
			"org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration",
			"org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration",
			// Background tasks and db-scheduler have their own threads.
			"org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
			"org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration",
			// No transaction spans several resources.
			"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration",
			// Endpoints use Jackson 3.
			"org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration",
			// OpenApiDescription has the texts of the OpenAPI document.
			"org.springdoc.core.configuration.SpringDocSpecPropertiesConfiguration",
			// The API uses none of these.
			"org.springdoc.core.configuration.SpringDocDataRestConfiguration",
			"org.springdoc.core.configuration.SpringDocFunctionCatalogConfiguration",
			"org.springdoc.core.configuration.SpringDocGroovyConfiguration",
			"org.springdoc.core.configuration.SpringDocHateoasConfiguration",
			"org.springdoc.core.configuration.SpringDocJacksonKotlinModuleConfiguration",
			"org.springdoc.core.configuration.SpringDocJavadocConfiguration",
			"org.springdoc.core.configuration.SpringDocKotlinConfiguration",
			"org.springdoc.core.configuration.SpringDocKotlinxConfiguration");

	private UnusedAutoConfigurations() {
	}

}
