package io.bookings.consumer.autoconfigure;

import java.util.regex.Pattern;

import io.bookings.consumer.settings.Settings;
import io.bookings.consumer.web.ApiProperties;
import io.bookings.consumer.web.ApiRoles;
import io.bookings.consumer.web.CachingPasswordEncoder;
import io.bookings.consumer.web.ErrorDispatch;
import io.bookings.consumer.web.IdentifierFirewall;
import io.bookings.consumer.web.OperationsPageSecurity;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultServletWebSecurity;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Auto-configuration of authentication. Health, metrics and build information are public.
 * All other paths need credentials: {@code spring.security.user.name} and
 * {@code password} with HTTP Basic, or those of {@code booking.api.reader}, which may
 * only read, or a JWT if {@code spring.security.oauth2.resourceserver.jwt.issuer-uri} is
 * set. Without a password, Spring Boot generates one and logs it at the start.
 */
@AutoConfiguration(
		before = { ServletWebSecurityAutoConfiguration.class, OAuth2ResourceServerWebSecurityAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnDefaultServletWebSecurity
public class ApiSecurityAutoConfiguration {

	private static final Pattern HASHED = Pattern.compile("^\\{.+}.*$");

	@Bean
	SecurityFilterChain apiSecurity(HttpSecurity http, ObjectProvider<JwtDecoder> jwt,
			ObjectProvider<InMemoryUserDetailsManager> users, ObjectProvider<AuthenticationEventPublisher> events,
			ApiRoles roles, ApiProperties properties) {
		http.authorizeHttpRequests((requests) -> requests
			// The response to a rejected request is public.
			.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.requestMatchers(EndpointRequest.to("health", "info", "metrics", "prometheus", "sbom"))
			.permitAll()
			.anyRequest()
			.access(roles));
		OperationsPageSecurity.protect(http);
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		if (jwt.getIfAvailable() != null) {
			http.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults())
				.authenticationEntryPoint(withBody(new BearerTokenAuthenticationEntryPoint())));
		}
		else {
			http.httpBasic(Customizer.withDefaults());
			users.ifUnique((manager) -> http.authenticationManager(byPassword(manager, properties.reader(), events)));
		}
		return http.build();
	}

	private static AuthenticationManager byPassword(InMemoryUserDetailsManager users, ApiProperties.Reader reader,
			ObjectProvider<AuthenticationEventPublisher> events) {
		if (reader.exists()) {
			Settings.require(!users.userExists(reader.username()),
					"booking.api.reader.username is that of the user who may act: set another name");
			// Like Spring Boot for its user: a password can be hashed, as in {bcrypt}….
			String password = reader.password();
			users.createUser(User.withUsername(reader.username())
				.password(HASHED.matcher(password).matches() ? password : "{noop}" + password)
				.authorities(ApiRoles.READER)
				.build());
		}
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		provider.setUserDetailsPasswordService(users);
		provider
			.setPasswordEncoder(new CachingPasswordEncoder(PasswordEncoderFactories.createDelegatingPasswordEncoder()));
		ProviderManager manager = new ProviderManager(provider);
		events.ifUnique(manager::setAuthenticationEventPublisher);
		return manager;
	}

	/**
	 * Forwards the response to {@link ErrorDispatch}, as the entry point of HTTP Basic
	 * does.
	 */
	private static AuthenticationEntryPoint withBody(AuthenticationEntryPoint entryPoint) {
		return (request, response, ex) -> {
			entryPoint.commence(request, response, ex);
			response.sendError(response.getStatus());
		};
	}

	@Bean
	IdentifierFirewall identifierFirewall(
			@Value("${management.endpoints.web.base-path:/actuator}") String managementPath) {
		return new IdentifierFirewall(managementPath);
	}

}
