package io.bookings.consumer.notification.receipt;

import java.time.Instant;
import java.util.List;

import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.consumer.notification.receipt.Receipt.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiptUnitTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private static final Receipt TRANSIENT = new Receipt(Kind.BOUNCED, "transient General", NOON.plusSeconds(9));

	private static final Receipt UNDETERMINED = new Receipt(Kind.BOUNCED, "undetermined", NOON.plusSeconds(10));

	private static final Receipt DELIVERED = new Receipt(Kind.DELIVERED, "", NOON.plusSeconds(5));

	private static final Receipt PERMANENT = new Receipt(Kind.BOUNCED, "permanent General 5.1.1", NOON);

	private static final Receipt COMPLAINED = new Receipt(Kind.COMPLAINED, "abuse", NOON.minusSeconds(60));

	@Test
	void aComplaintIsAboveAPermanentBounceAboveADeliveryAboveATransientBounce() {
		assertThat(List.of(TRANSIENT, UNDETERMINED, DELIVERED, PERMANENT, COMPLAINED)).isSorted();
	}

	@Test
	void ofEqualRankTheLatestIsAbove() {
		Receipt later = new Receipt(Kind.DELIVERED, "", DELIVERED.at().plusSeconds(1));
		assertThat(later).isGreaterThan(DELIVERED);
		assertThat(DELIVERED).isLessThan(later);
	}

	@Test
	void onlyAComplaintAndAPermanentBounceSuppressTheAddress() {
		assertThat(COMPLAINED.suppression()).isEqualTo(EmailSuppression.Reason.COMPLAINED);
		assertThat(PERMANENT.suppression()).isEqualTo(EmailSuppression.Reason.BOUNCED);
		assertThat(List.of(TRANSIENT, UNDETERMINED, DELIVERED, new Receipt(Kind.REJECTED, "rejected", NOON)))
			.allSatisfy((receipt) -> assertThat(receipt.suppression()).isNull());
	}

}
