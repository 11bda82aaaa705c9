package io.bookings.examples.publisher;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import io.bookings.events.BookingCreated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Creates bookings, accepts each of them, and stops the application when all of their
 * events are sent. After a crash, it continues where it was.
 */
@Component
class SampleBookings implements ApplicationRunner {

	private static final Logger LOG = LoggerFactory.getLogger(SampleBookings.class);

	private final PublisherProperties properties;

	private final Bookings bookings;

	private final Outbox outbox;

	private final ConfigurableApplicationContext context;

	SampleBookings(PublisherProperties properties, Bookings bookings, Outbox outbox,
			ConfigurableApplicationContext context) {
		this.properties = properties;
		this.bookings = bookings;
		this.outbox = outbox;
		this.context = context;
	}

	@Override
	public void run(ApplicationArguments args) throws InterruptedException {
		if (this.properties.bookings() == 0) {
			return;
		}
		Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
		int created = 0;
		for (int i = 1; i <= this.properties.bookings(); i++) {
			String id = "%s-%d".formatted(this.properties.prefix(), i);
			BookingCreated event = new BookingCreated(id, "user-456", "provider-789", "slot-" + i, tomorrow,
					tomorrow.plus(1, ChronoUnit.HOURS), Instant.now());
			created += this.bookings.request(event, newTrace()) ? 1 : 0;
			this.bookings.confirm(id, Instant.now().truncatedTo(ChronoUnit.MILLIS));
		}
		LOG.info("{} new bookings. Their events are being sent.", created);
		while (this.outbox.size() > 0) {
			Thread.sleep(100);
		}
		LOG.info("SQS has accepted all events.");
		this.context.close();
	}

	/**
	 * Starts a sampled trace. With Micrometer Tracing, use the current span instead.
	 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace
	 * Context</a>
	 */
	private static String newTrace() {
		byte[] ids = new byte[24];
		ThreadLocalRandom.current().nextBytes(ids);
		HexFormat hex = HexFormat.of();
		return "00-%s-%s-01".formatted(hex.formatHex(ids, 0, 16), hex.formatHex(ids, 16, 24));
	}

}
