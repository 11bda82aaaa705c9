package io.bookings.consumer.health;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of a provider; where it has none, the exception says why. The SDK's
 * chain tells of all the places where it looked, but not which of them was meant.
 */
public record WatchedCredentials(AwsCredentialsProvider provider) implements AwsCredentialsProvider {

	@Override
	public AwsCredentials resolveCredentials() {
		try {
			return this.provider.resolveCredentials();
		}
		catch (RuntimeException ex) {
			throw new CredentialsException(MissingCredentials.explain(ex), ex);
		}
	}

}
