package io.bookings.consumer.notification.receipt;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

import io.bookings.consumer.notification.EmailSuppression;
import org.jspecify.annotations.Nullable;

/**
 * What the mail system reports about an e-mail. The order of receipts is their rank: the
 * notification has the greatest of its receipts, in whichever order they arrive.
 *
 * @param kind what happened
 * @param detail words and codes of the report, without addresses; of a bounce, the first
 * word is {@code permanent}, {@code transient} or {@code undetermined}
 * @param at when it happened
 */
record Receipt(Kind kind, String detail, Instant at) implements Comparable<Receipt> {

	private static final String PERMANENT = "permanent";

	private static final Comparator<Receipt> ORDER = Comparator.comparingInt(Receipt::rank)
		.thenComparing(Receipt::at)
		.thenComparing(Receipt::kind)
		.thenComparing(Receipt::detail);

	@Override
	public int compareTo(Receipt other) {
		return ORDER.compare(this, other);
	}

	private int rank() {
		return switch (this.kind) {
			case COMPLAINED -> 4;
			case REJECTED -> 3;
			case BOUNCED -> isPermanentBounce() ? 3 : 1;
			case DELIVERED -> 2;
		};
	}

	private boolean isPermanentBounce() {
		return this.kind == Kind.BOUNCED && this.detail.startsWith(PERMANENT);
	}

	/**
	 * Returns the reason for which no e-mails are sent to the address from now on.
	 * @return {@code null} if the address can still be used
	 */
	EmailSuppression.@Nullable Reason suppression() {
		if (this.kind == Kind.COMPLAINED) {
			return EmailSuppression.Reason.COMPLAINED;
		}
		return isPermanentBounce() ? EmailSuppression.Reason.BOUNCED : null;
	}

	/**
	 * A receipt with the notification and the recipients that it is about.
	 *
	 * @param mail the e-mail
	 * @param addresses the addresses that bounced or complained, in lower case
	 */
	record Report(Mail mail, Receipt receipt, Set<String> addresses) {

	}

	/**
	 * What can happen to an e-mail after the server has accepted it.
	 */
	enum Kind {

		/** The recipient's mail server accepted it. */
		DELIVERED,

		/** The recipient's mail server refused it. */
		BOUNCED,

		/** The recipient reported it as spam. */
		COMPLAINED,

		/** Amazon SES accepted it, and then did not send it. */
		REJECTED;

		/**
		 * Returns the name in metrics and in the history.
		 */
		String code() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
