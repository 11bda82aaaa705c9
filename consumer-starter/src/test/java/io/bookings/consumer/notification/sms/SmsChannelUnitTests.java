package io.bookings.consumer.notification.sms;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.events.BookingCreated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SmsChannelUnitTests {

	@ParameterizedTest
	@CsvSource({ "403, AuthorizationError, SNS answers HTTP 403 AuthorizationError",
			"400, InvalidParameter, SNS answers HTTP 400 InvalidParameter", "500, '', SNS answers HTTP 500" })
	void theErrorsCodeIsToldAndItsMessageIsNot(int status, String code, String sentence) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> send(AwsErrorDetails.builder()
				.errorCode(code)
				.errorMessage("Invalid parameter: PhoneNumber +491701234567")
				.build(), status))
			.withMessage(sentence);
	}

	@Test
	void anAnswerWithoutDetailsIsToldByItsStatus() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> send(null, 403))
			.withMessage("SNS answers HTTP 403");
	}

	private static void send(AwsErrorDetails details, int status) {
		SnsClient sns = new SnsClient() {

			@Override
			public PublishResponse publish(PublishRequest request) {
				throw SnsException.builder().statusCode(status).awsErrorDetails(details).build();
			}

			@Override
			public String serviceName() {
				return SERVICE_NAME;
			}

			@Override
			public void close() {
			}

		};
		Instant start = Instant.parse("2035-02-19T10:00:00Z");
		new SmsChannel(sns, new NotificationTexts(null)).send(new OutgoingNotification("17", "b-1", "sms",
				new NotificationContent(BookingCreated.TYPE, "r-1", "test",
						new CalendarEntry(start, start.plusSeconds(3600), CalendarEntry.Status.CONFIRMED, start),
						Map.of()),
				new Contact("Ada", null, "+491701234567", Locale.UK, ZoneId.of("Europe/London"), List.of("sms")),
				null));
	}

}
