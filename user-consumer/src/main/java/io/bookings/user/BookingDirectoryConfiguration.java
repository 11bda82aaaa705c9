package io.bookings.user;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.settings.Settings;
import io.bookings.consumer.task.FullJitter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

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
				throw new IllegalStateException("booking.directory.url is not set");
			};
		}
		return client(properties, builder, BookingDirectory.class);
	}

	/**
	 * Creates a client of provider-consumer.
	 * @param api the calls
	 * @param <T> the type of the API
	 */
	static <T> T client(Properties properties, RestClient.Builder builder, Class<T> api) {
		URI base = Settings.httpUrl("booking.directory.url", properties.url());
		builder.uriBuilderFactory(new BaseUrl(base)).requestFactory(OutgoingHttp.requests(properties.timeout()));
		builder.defaultHeaders((headers) -> {
			OutgoingHttp.addCredentials(headers, base);
			if (!properties.username().isEmpty()) {
				headers.setBasicAuth(properties.username(), properties.password(), StandardCharsets.UTF_8);
			}
		});
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(builder.build())).build().createClient(api);
	}

	/**
	 * Appends paths to a URL, and keeps the URL's own path and query unchanged.
	 */
	private static final class BaseUrl extends DefaultUriBuilderFactory {

		private final URI base;

		BaseUrl(URI base) {
			this.base = base;
		}

		@Override
		public URI expand(String template, Map<String, ?> variables) {
			String path = this.base.getRawPath();
			String query = this.base.getRawQuery();
			return URI.create(this.base.getScheme() + "://" + this.base.getRawAuthority()
					+ (path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
					+ super.expand(template, variables) + ((query != null) ? "?" + query : ""));
		}

	}

	/**
	 * Settings of the booking directory.
	 *
	 * @param url base URL of provider-consumer, used unchanged; without it, users cannot
	 * be looked up
	 * @param username name for HTTP Basic; empty for no credentials
	 * @param password password for HTTP Basic
	 * @param timeout limit for connecting, and for the response
	 * @param backOff delays between the look-ups of a booking
	 */
	@ConfigurationProperties("booking.directory")
	record Properties(@Nullable String url, @DefaultValue("") String username, @DefaultValue("") String password,
			@DefaultValue("5s") Duration timeout, @DefaultValue BackOff backOff) {

		Properties {
			if (url != null) {
				Settings.httpUrl("booking.directory.url", url);
			}
			Settings.requireBetween("booking.directory.timeout", timeout, Duration.ofMillis(100),
					Duration.ofMinutes(1));
		}

		/**
		 * Whether requests have credentials, from the settings or from the URL.
		 */
		boolean hasCredentials() {
			return !this.username.isEmpty() || (this.url != null && URI.create(this.url.strip()).getUserInfo() != null);
		}

		/**
		 * Exponential back-off with full jitter.
		 *
		 * @param initial upper bound of the delay after the first failure; it doubles
		 * with each further failure
		 * @param max upper bound of every delay, and of every delay between the tests of
		 * a directory that is unavailable
		 */
		record BackOff(@DefaultValue("5s") Duration initial, @DefaultValue("5m") Duration max) {

			BackOff {
				Settings.requireBetween("booking.directory.back-off.initial", initial, Duration.ofMillis(100),
						Duration.ofHours(1));
				Settings.requireBetween("booking.directory.back-off.max", max, initial, Duration.ofDays(1));
			}

			FullJitter delays() {
				return new FullJitter(this.initial, this.max);
			}

		}

	}

}
