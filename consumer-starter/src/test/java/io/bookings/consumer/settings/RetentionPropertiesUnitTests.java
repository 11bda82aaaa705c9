package io.bookings.consumer.settings;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class RetentionPropertiesUnitTests {

	@Test
	void bookingsAreKeptAtLeastAsLongAsTheInboxKeepsTheirIds() {
		ConsumerProperties consumer = TestProperties.defaults();
		assertThatNoException().isThrownBy(() -> {
			new RetentionProperties(null).requireAtLeastInbox(consumer);
			new RetentionProperties(Duration.ofDays(30)).requireAtLeastInbox(consumer);
		});
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetentionProperties(Duration.ofDays(29)).requireAtLeastInbox(consumer))
			.withMessage("booking.retention is 29d, shorter than booking.consumer.processed-retention (30d): set it to "
					+ "at least 30d, or remove it to keep bookings without a limit");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetentionProperties(Duration.ZERO))
			.withMessageStartingWith("booking.retention is 0");
	}

}
