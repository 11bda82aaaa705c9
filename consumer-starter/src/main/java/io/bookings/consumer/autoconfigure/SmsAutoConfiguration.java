package io.bookings.consumer.autoconfigure;

import java.time.Duration;

import io.awspring.cloud.autoconfigure.sns.SnsAutoConfiguration;
import io.awspring.cloud.autoconfigure.sns.SnsClientCustomizer;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.sms.SmsChannel;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sns.SnsClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the channel {@code sms}, if
 * {@code booking.notification.sms.enabled} is set.
 */
@AutoConfiguration(after = SnsAutoConfiguration.class)
@ConditionalOnBooleanProperty("booking.notification.sms.enabled")
@ConditionalOnBean({ NotificationSource.class, SnsClient.class })
public class SmsAutoConfiguration {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

	/**
	 * Switches the SDK's retries off, because a text message must not be sent twice.
	 */
	@Bean
	static SnsClientCustomizer noRepeatsBySns() {
		return (builder) -> builder.overrideConfiguration(builder.overrideConfiguration()
			.copy((override) -> override.apiCallTimeout(TIME_LIMIT).retryStrategy(DefaultRetryStrategy.doNotRetry())));
	}

	@Bean
	SmsChannel smsChannel(SnsClient sns, NotificationTexts texts) {
		return new SmsChannel(sns, texts);
	}

}
