package io.bookings.consumer.person;

import java.util.Locale;

/**
 * A user or a provider.
 *
 * @param kind whether it is a user or a provider; the same id can belong to one of each
 * @param id the id, as in events
 */
public record Person(Kind kind, String id) {

	/**
	 * Creates a user.
	 * @param id the user's id
	 * @return the user
	 */
	public static Person user(String id) {
		return new Person(Kind.USER, id);
	}

	/**
	 * Creates a provider.
	 * @param id the provider's id
	 * @return the provider
	 */
	public static Person provider(String id) {
		return new Person(Kind.PROVIDER, id);
	}

	/**
	 * Omits the id, so that it can be logged.
	 * @return the kind in lower case
	 */
	@Override
	public String toString() {
		return this.kind.code();
	}

	/**
	 * The kind of a person.
	 */
	public enum Kind {

		/** Someone who books. */
		USER,

		/** Someone whose slots are booked. */
		PROVIDER;

		/**
		 * Returns the name in the log.
		 * @return the name in lower case
		 */
		public String code() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
