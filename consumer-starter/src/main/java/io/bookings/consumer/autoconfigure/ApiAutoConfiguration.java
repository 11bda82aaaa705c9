package io.bookings.consumer.autoconfigure;

import java.time.Duration;

import io.bookings.consumer.history.BookingHistoryController;
import io.bookings.consumer.web.ApiProperties;
import io.bookings.consumer.web.ApiRoles;
import io.bookings.consumer.web.BodyLimit;
import io.bookings.consumer.web.CrossOriginPosts;
import io.bookings.consumer.web.ErrorDispatch;
import io.bookings.consumer.web.OpenApiController;
import io.bookings.consumer.web.ProblemDetailAdvice;
import io.bookings.consumer.web.RequestConcurrencyLimit;
import io.bookings.consumer.web.TomcatProblemDetails;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of the common parts of the services' HTTP APIs.
 */
@AutoConfiguration(before = { WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ApiProperties.class)
public class ApiAutoConfiguration {

	private static final String OPEN_API_FILE = "classpath:openapi.json";

	@Bean
	ProblemDetailAdvice problems() {
		return new ProblemDetailAdvice();
	}

	@Bean
	ApiRoles apiRoles(ApiProperties properties) {
		return new ApiRoles(properties);
	}

	@Bean
	ErrorDispatch errorDispatch() {
		return new ErrorDispatch();
	}

	@Bean
	BodyLimit bodyLimit() {
		return new BodyLimit();
	}

	@Bean
	WebMvcConfigurer requestConcurrencyLimit() {
		RequestConcurrencyLimit limit = new RequestConcurrencyLimit(Duration.ofSeconds(2));
		return new WebMvcConfigurer() {
			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(limit).excludePathPatterns("/error", "/v3/api-docs");
			}
		};
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tomcatProblems() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.getParent().getPipeline().addValve(new TomcatProblemDetails()));
	}

	@Bean
	WebMvcConfigurer crossOriginPosts() {
		return new WebMvcConfigurer() {
			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				// The forms of these pages have a token instead, which also works behind
				// a
				// proxy that terminates TLS and does not say so.
				registry.addInterceptor(new CrossOriginPosts()).excludePathPatterns("/operations/**");
			}
		};
	}

	/**
	 * Passes escaped slashes and backslashes on to the controllers, because identifiers
	 * may contain them.
	 */
	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> slashesInIdentifiers() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setEncodedSolidusHandling("passthrough");
			connector.setEncodedReverseSolidusHandling("passthrough");
		});
	}

	@Bean
	BookingHistoryController bookingHistoryController(JdbcClient jdbc) {
		return new BookingHistoryController(jdbc);
	}

	@Bean
	@ConditionalOnResource(resources = OPEN_API_FILE)
	OpenApiController openApiController(@Value(OPEN_API_FILE) Resource file, JsonMapper json,
			ObjectProvider<BuildProperties> build, ObjectProvider<JwtDecoder> jwt) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null) ? properties.getVersion() : null;
		return new OpenApiController(file, json, (version != null) ? version : "unknown", jwt.getIfAvailable() != null);
	}

}
