package io.bookings.consumer.health;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Thrown if there are no credentials. The message is a sentence that names the source and
 * the reason.
 */
class CredentialsException extends SdkClientException {

	CredentialsException(String sentence, Throwable cause) {
		super(SdkClientException.builder().message(sentence).cause(cause));
	}

}
