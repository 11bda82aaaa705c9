package io.bookings.consumer.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.bookings.events.BookingCreated;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The smallest service that only notifies. The test provides the content. The recipient
 * is {@code r-1}, unless the table {@code test_recipient} names another one.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestNotifier {

	@Bean
	Source source() {
		return new Source();
	}

	@Bean
	Contacts contacts(JdbcClient jdbc) {
		return new Contacts(jdbc, "provider_contact", "provider_id");
	}

	/**
	 * A contact who reads German, in Berlin.
	 */
	static Contact contact(String id, String... channels) {
		return new Contact("Firma <" + id + "> & Söhne", id + "@example.com", "+491701234567", Locale.GERMANY,
				ZoneId.of("Europe/Berlin"), List.of(channels));
	}

	static class Source implements NotificationSource {

		static final Instant TOMORROW = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(1));

		volatile Function<String, NotificationContent> notices = (bookingId) -> content("r-1", TOMORROW);

		static NotificationContent content(String recipientId, Instant start) {
			return new NotificationContent(BookingCreated.TYPE, recipientId, "test",
					new CalendarEntry(start, start.plus(Duration.ofHours(1)), CalendarEntry.Status.TENTATIVE,
							Instant.parse("2026-01-02T03:04:05Z")),
					Map.of());
		}

		@Override
		public String bookings() {
			return """
					select distinct booking_id, coalesce(recipient_id, 'r-1') as recipient_id
					from notification left join test_recipient using (booking_id)""";
		}

		@Override
		public NotificationContent content(ResultSet booking) throws SQLException {
			return this.notices.apply(booking.getString("booking_id"));
		}

	}

}
