package io.bookings.consumer.notification.webhook;

import java.net.http.HttpClient;

import io.bookings.consumer.notification.NotificationSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of the channel {@code webhook}, where its URL is set.
 */
@AutoConfiguration
@ConditionalOnProperty("booking.notification.webhook.url")
@ConditionalOnBean(NotificationSource.class)
@EnableConfigurationProperties(WebhookProperties.class)
public class WebhookAutoConfiguration {

	@Bean
	WebhookChannel webhookChannel(WebhookProperties properties) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.connectTimeout(properties.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.build());
		requests.setReadTimeout(properties.timeout());
		return new WebhookChannel(RestClient.builder().requestFactory(requests).build(), properties);
	}

}
