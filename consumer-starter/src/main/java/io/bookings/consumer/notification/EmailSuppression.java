package io.bookings.consumer.notification;

import java.time.Instant;

/**
 * Why no e-mails are sent to the address of a contact, until the contact is put again.
 *
 * @param reason what the mail system reported
 * @param since when that happened
 */
public record EmailSuppression(Reason reason, Instant since) {

	/**
	 * What the mail system reported about the address.
	 */
	public enum Reason {

		/** A mail server refused the address permanently. */
		BOUNCED("an e-mail to it bounced"),

		/** The recipient reported an e-mail as spam. */
		COMPLAINED("the recipient complained about an e-mail");

		private final String sentence;

		Reason(String sentence) {
			this.sentence = sentence;
		}

		/**
		 * Describes the reason in a part of a sentence.
		 * @return words without an address
		 */
		public String sentence() {
			return this.sentence;
		}

	}

}
