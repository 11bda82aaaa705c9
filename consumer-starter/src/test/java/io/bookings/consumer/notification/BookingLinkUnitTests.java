package io.bookings.consumer.notification;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BookingLinkUnitTests {

	@Test
	void valuesArePercentEncodedAndTheTemplateIsNot() {
		BookingLink link = new BookingLink(
				"https://app.example/%C3%A4/{recipientId}/{bookingId}?b={bookingId}&v=1+2#{bookingId}");
		assertThat(link.expand("a/b?c=d&e#f%20é\u2028", "{bookingId}"))
			.isEqualTo("https://app.example/%C3%A4/%7BbookingId%7D/a%2Fb%3Fc%3Dd%26e%23f%2520%C3%A9%E2%80%A8"
					+ "?b=a%2Fb%3Fc%3Dd%26e%23f%2520%C3%A9%E2%80%A8&v=1+2#a%2Fb%3Fc%3Dd%26e%23f%2520%C3%A9%E2%80%A8");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https://app.example/{bookingid}         | has the variable {bookingid}: use only {bookingId} and {recipientId}
					https://app.example/{bookingId          | has the variable {bookingId: use only {bookingId} and {recipientId}
					https://{recipientId}.example/          | has a variable before its path: use variables only in the path, the query or the fragment
					app.example/{bookingId}                 | does not begin with http:// or https://: set it to an http(s) URL
					javascript:alert('{bookingId}')         | does not begin with http:// or https://: set it to an http(s) URL
					https:///{bookingId}                    | has no host: set it to an http(s) URL
					https://app.example/a b                 | is not a URL, because of character 22: Illegal character in path. Percent-encode the invalid characters
					""")
	void aTemplateThatCannotWorkIsRefusedWithTheSettingAndTheRemedy(String template, String sentence) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(template))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage("booking.notification.link " + sentence);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://app.example", "http://localhost:8080/#/bookings/{bookingId}",
			" https://app.example/{recipientId} " })
	void aTemplateNeedsNoVariable(String template) {
		assertThat(bind(template).bookingLink()).isNotNull();
	}

	private static NotificationProperties bind(String template) {
		return new Binder(new MapConfigurationPropertySource(Map.of("booking.notification.link", template)))
			.bindOrCreate("booking.notification", NotificationProperties.class);
	}

}
