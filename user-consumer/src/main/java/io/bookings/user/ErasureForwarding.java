package io.bookings.user;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.privacy.ErasureForward;
import io.bookings.consumer.settings.Settings;
import io.bookings.consumer.task.RetryException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.service.annotation.DeleteExchange;

/**
 * Forwards erasures to provider-consumer.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureForwarding.Properties.class)
class ErasureForwarding {

	@Bean
	@ConditionalOnBooleanProperty("booking.erasure.forward")
	ErasureForward erasureForward(BookingDirectoryConfiguration.Properties directory, RestClient.Builder builder) {
		Settings.require(directory.url() != null, "booking.erasure.forward is true, but booking.directory.url is not "
				+ "set: set it to the address of provider-consumer, or booking.erasure.forward to false");
		Api api = BookingDirectoryConfiguration.client(directory, builder, Api.class);
		return (person) -> forward(api, person);
	}

	/**
	 * Forwards an erasure. The messages of the exceptions are dropped, because they
	 * contain the id.
	 */
	private static void forward(Api api, Person person) {
		try {
			switch (person.kind()) {
				case USER -> api.eraseUser(person.id());
				case PROVIDER -> api.eraseProvider(person.id());
			}
		}
		catch (RestClientResponseException ex) {
			throw RetryException.ofAllBookings("provider-consumer answers HTTP " + OutgoingHttp.said(ex));
		}
		catch (ResourceAccessException ex) {
			throw RetryException.ofAllBookings("provider-consumer does not answer");
		}
		catch (RestClientException ex) {
			throw RetryException.ofAllBookings("the response of provider-consumer cannot be parsed");
		}
	}

	/**
	 * The calls of provider-consumer.
	 */
	interface Api {

		@DeleteExchange("/users/{userId}")
		void eraseUser(@PathVariable String userId);

		@DeleteExchange("/providers/{providerId}")
		void eraseProvider(@PathVariable String providerId);

	}

	/**
	 * Settings of erasures.
	 *
	 * @param forward whether erasures of users and providers are forwarded to
	 * provider-consumer, at {@code booking.directory.url}
	 */
	@ConfigurationProperties("booking.erasure")
	record Properties(@DefaultValue("false") boolean forward) {

	}

}
