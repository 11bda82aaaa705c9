package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.webhook.WebhookChannel;
import io.bookings.consumer.notification.webhook.WebhookProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of the channel {@code webhook}, if its URL is set.
 */
@AutoConfiguration
@ConditionalOnProperty("booking.notification.webhook.url")
@ConditionalOnBean(NotificationSource.class)
@EnableConfigurationProperties(WebhookProperties.class)
public class WebhookAutoConfiguration {

	@Bean
	WebhookChannel webhookChannel(WebhookProperties properties) {
		RestClient http = RestClient.builder()
			.requestFactory(OutgoingHttp.requests(properties.timeout()))
			.defaultHeaders((headers) -> OutgoingHttp.addCredentials(headers, properties.target()))
			.build();
		return new WebhookChannel(http, properties);
	}

}
