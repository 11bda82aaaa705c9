package io.bookings.sandbox;

import java.net.URI;

/**
 * A server with the SQS API.
 */
sealed interface SqsServer extends AutoCloseable permits EmbeddedSqs, ContainerSqs {

	/**
	 * @return the origin of all queue URLs; the host is an IP address
	 */
	URI endpoint();

	/**
	 * Stops immediately, without waiting for long polls.
	 */
	@Override
	void close();

}
