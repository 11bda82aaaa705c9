package io.bookings.sandbox;

import java.net.URI;

/**
 * Something that answers to the SQS API.
 */
sealed interface SqsServer extends AutoCloseable permits EmbeddedSqs, ContainerSqs {

	/**
	 * @return the origin of the URLs of all its queues, with an address for a host
	 */
	URI endpoint();

	/**
	 * Stops at once: running long polls are cut, not waited for.
	 */
	@Override
	void close();

}
