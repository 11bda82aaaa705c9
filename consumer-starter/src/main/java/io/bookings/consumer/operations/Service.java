package io.bookings.consumer.operations;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The instance that shows the page.
 *
 * @param name the name of the service
 * @param version its version
 * @param commit the commit that it was built from, if it is known
 * @param java the version of Java
 * @param springBoot the version of Spring Boot
 * @param instance the host and the process
 * @param startedAt when it started
 */
public record Service(String name, String version, @Nullable String commit, String java, String springBoot,
		String instance, Instant startedAt) {

	/**
	 * Returns the version with the commit, if it is known.
	 * @return such as {@code 1.0.0 (1a2b3c4)}
	 */
	public String release() {
		return (this.commit != null) ? this.version + " (" + this.commit + ")" : this.version;
	}

}
