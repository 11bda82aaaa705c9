package io.bookings.user;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import io.bookings.consumer.notification.TransientDeliveryException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * The client of the {@link BookingDirectory}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BookingDirectoryConfiguration.Properties.class)
class BookingDirectoryConfiguration {

	@Bean
	BookingDirectory bookingDirectory(Properties properties, RestClient.Builder builder) {
		if (properties.url() == null) {
			return (bookingId) -> {
				throw new TransientDeliveryException("no booking directory is configured: set booking.directory.url");
			};
		}
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.connectTimeout(properties.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.build());
		requests.setReadTimeout(properties.timeout());
		builder.baseUrl(properties.url()).requestFactory(requests);
		if (!properties.username().isEmpty()) {
			builder.defaultHeaders((headers) -> headers.setBasicAuth(properties.username(), properties.password()));
		}
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(builder.build()))
			.build()
			.createClient(BookingDirectory.class);
	}

	/**
	 * Where the booking directory is.
	 *
	 * @param url base URL of provider-consumer; without it users are not found
	 * @param username name for HTTP Basic; empty for no credentials
	 * @param password password for HTTP Basic
	 * @param timeout limit for connecting, and for the answer
	 */
	@ConfigurationProperties("booking.directory")
	record Properties(@Nullable URI url, @DefaultValue("") String username, @DefaultValue("") String password,
			@DefaultValue("5s") Duration timeout) {

		Properties {
			if (url != null
					&& (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http"))) {
				throw new IllegalArgumentException(
						"booking.directory.url is '%s': set it to an http(s) URL".formatted(url));
			}
			if (!timeout.isPositive()) {
				throw new IllegalArgumentException(
						"booking.directory.timeout is %s: set it to a positive duration".formatted(timeout));
			}
		}

	}

}
