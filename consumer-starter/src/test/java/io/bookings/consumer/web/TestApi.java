package io.bookings.consumer.web;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bookings.consumer.notification.Contact;
import io.bookings.events.Identifier;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The smallest service with an API: it consumes nothing.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestApi {

	static final String PASSWORD = "p:ss wörd";

	static ConfigurableApplicationContext start(SandboxService service, String... settings) {
		Map<String, Object> properties = new LinkedHashMap<>(service.properties());
		properties.put("server.port", 0);
		properties.put("spring.application.name", "test-api");
		// What consumes nothing has no health components of a queue.
		properties.put("management.endpoint.health.validate-group-membership", false);
		for (String setting : settings) {
			properties.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
		}
		return new SpringApplicationBuilder(TestApi.class).properties(properties).run();
	}

	static ConfigurableApplicationContext start(String... settings) {
		return start(Sandbox.shared().isolated(ServiceKind.PROVIDER), settings);
	}

	/**
	 * A client without credentials.
	 */
	static RestTestClient client(ConfigurableApplicationContext context) {
		return RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
			.build();
	}

	@RestController
	static class TestController {

		@GetMapping("/ids/{id}")
		Map<String, String> id(@PathVariable Identifier id) {
			return Map.of("id", id.value());
		}

		@GetMapping("/pages")
		Map<String, Integer> page(@RequestParam(defaultValue = PageSize.DEFAULT) PageSize limit,
				@RequestParam(required = false) Cursor after, @RequestParam Identifier owner) {
			return Map.of("limit", limit.value());
		}

		@PutMapping("/contact")
		Contact contact(@RequestBody Contact contact) {
			return contact;
		}

		@GetMapping("/broken")
		void broken() {
			throw new IllegalStateException("secret");
		}

		@GetMapping("/away")
		void away() {
			throw new DataAccessResourceFailureException("secret");
		}

	}

}
