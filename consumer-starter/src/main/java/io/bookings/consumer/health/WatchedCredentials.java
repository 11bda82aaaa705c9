package io.bookings.consumer.health;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Gets credentials from a provider, and explains the failure if there are none. The SDK's
 * chain reports all sources that it tried, but not which one is configured.
 *
 * @param provider the provider of the credentials
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
