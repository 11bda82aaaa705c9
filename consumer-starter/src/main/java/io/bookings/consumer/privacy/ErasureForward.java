package io.bookings.consumer.privacy;

import io.bookings.consumer.person.Person;

/**
 * Passes an erasure on to another service. A bean of this type is called for each
 * erasure, until it succeeds.
 */
@FunctionalInterface
public interface ErasureForward {

	/**
	 * Erases a person in the other service. Called outside any transaction.
	 * @param person the person
	 * @throws io.bookings.consumer.task.RetryException if it has to be repeated, for a
	 * reason without the id
	 */
	void erase(Person person);

}
