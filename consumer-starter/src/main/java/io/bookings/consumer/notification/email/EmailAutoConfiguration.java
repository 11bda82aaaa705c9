package io.bookings.consumer.notification.email;

import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.NotificationTexts;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Auto-configuration of the channel {@code email}, where a mail server is configured.
 */
@AutoConfiguration(afterName = "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration")
@ConditionalOnBean({ NotificationSource.class, JavaMailSender.class })
@EnableConfigurationProperties(EmailProperties.class)
public class EmailAutoConfiguration {

	@Bean
	EmailChannel emailChannel(JavaMailSender sender, NotificationTexts texts, EmailProperties properties) {
		return new EmailChannel(sender, texts, properties);
	}

}
