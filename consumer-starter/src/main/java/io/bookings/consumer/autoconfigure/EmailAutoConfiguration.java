package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.email.EmailChannel;
import io.bookings.consumer.notification.email.EmailProperties;
import jakarta.mail.util.StreamProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Auto-configuration of the channel {@code email}, if a mail server is configured.
 */
@AutoConfiguration(afterName = "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration")
@ConditionalOnBean({ NotificationSource.class, JavaMailSender.class })
@EnableConfigurationProperties(EmailProperties.class)
public class EmailAutoConfiguration {

	/** The service for which Jakarta Mail looks for an implementation. */
	private static final String STREAM_PROVIDER = StreamProvider.class.getName();

	/**
	 * Names the implementation of Jakarta Mail in a system property. Otherwise Jakarta
	 * Mail searches all jars six times for each mail, a fifth of the CPU time of a
	 * delivery.
	 */
	@Bean
	EmailChannel emailChannel(JavaMailSender sender, NotificationTexts texts, EmailProperties properties,
			@Value("${spring.application.name:booking-consumer}") String service) {
		if (System.getProperty(STREAM_PROVIDER) == null) {
			System.setProperty(STREAM_PROVIDER, StreamProvider.provider().getClass().getName());
		}
		return new EmailChannel(sender, texts, properties, service);
	}

}
