package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.bookings.events.BookingCreated;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The smallest service that only notifies: recipients and contacts are what the test
 * says.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestNotifier {

	@Bean
	Source source() {
		return new Source();
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

		final Map<String, Contact> contacts = new ConcurrentHashMap<>();

		volatile Function<String, NotificationContent> notices = (bookingId) -> content("r-1", TOMORROW);

		static NotificationContent content(String recipientId, Instant start) {
			return new NotificationContent(BookingCreated.TYPE, recipientId, "test",
					new CalendarEntry(start, start.plus(Duration.ofHours(1)), CalendarEntry.Status.TENTATIVE,
							Instant.parse("2026-01-02T03:04:05Z")),
					Map.of());
		}

		@Override
		public NotificationContent prepare(String bookingId) {
			return this.notices.apply(bookingId);
		}

		@Override
		public Optional<Contact> contact(String recipientId) {
			return Optional.ofNullable(this.contacts.get(recipientId));
		}

	}

}
