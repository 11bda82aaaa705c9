package io.bookings.consumer.person;

/**
 * Thrown if data about a person is to be stored who was erased recently.
 */
public class ErasedPersonException extends RuntimeException {

	ErasedPersonException() {
		super("This person was erased");
	}

}
