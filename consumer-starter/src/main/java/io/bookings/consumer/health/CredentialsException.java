package io.bookings.consumer.health;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * There are no credentials; the message says in one sentence what was found and what
 * failed.
 */
class CredentialsException extends SdkClientException {

	CredentialsException(String sentence, Throwable cause) {
		super(SdkClientException.builder().message(sentence).cause(cause));
	}

}
