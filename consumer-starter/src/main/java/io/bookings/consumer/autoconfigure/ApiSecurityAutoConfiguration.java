package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.web.CachingPasswordEncoder;
import io.bookings.consumer.web.ErrorDispatch;
import io.bookings.consumer.web.IdentifierFirewall;
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
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Auto-configuration of who may call a service: everybody may ask how it is, all else
 * takes credentials. These are {@code spring.security.user.name} and {@code password} by
 * HTTP Basic, or a JWT once {@code spring.security.oauth2.resourceserver.jwt.issuer-uri}
 * is set. With no password set, Spring Boot generates one and logs it once.
 */
@AutoConfiguration(
		before = { ServletWebSecurityAutoConfiguration.class, OAuth2ResourceServerWebSecurityAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnDefaultServletWebSecurity
public class ApiSecurityAutoConfiguration {

	@Bean
	SecurityFilterChain apiSecurity(HttpSecurity http, ObjectProvider<JwtDecoder> jwt,
			ObjectProvider<InMemoryUserDetailsManager> users, ObjectProvider<AuthenticationEventPublisher> events) {
		http.authorizeHttpRequests((requests) -> requests
			// What is said to a request that was refused is no secret.
			.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.requestMatchers(EndpointRequest.to("health", "info", "metrics", "prometheus", "sbom"))
			.permitAll()
			.anyRequest()
			.authenticated());
		// There is no session to ride on, and whatever changes data is a PUT or a DELETE,
		// which no form sends and no browser sends to another origin unless we allow it.
		http.csrf(AbstractHttpConfigurer::disable);
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		if (jwt.getIfAvailable() != null) {
			http.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults())
				.authenticationEntryPoint(withBody(new BearerTokenAuthenticationEntryPoint())));
		}
		else {
			http.httpBasic(Customizer.withDefaults());
			users.ifUnique((manager) -> http.authenticationManager(byPassword(manager, events)));
		}
		return http.build();
	}

	private static AuthenticationManager byPassword(InMemoryUserDetailsManager users,
			ObjectProvider<AuthenticationEventPublisher> events) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		provider.setUserDetailsPasswordService(users);
		provider
			.setPasswordEncoder(new CachingPasswordEncoder(PasswordEncoderFactories.createDelegatingPasswordEncoder()));
		ProviderManager manager = new ProviderManager(provider);
		events.ifUnique(manager::setAuthenticationEventPublisher);
		return manager;
	}

	/**
	 * Sends the response on to {@link ErrorDispatch}, as that of HTTP Basic does by
	 * itself.
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
