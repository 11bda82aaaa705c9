package io.bookings.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.bookings.sandbox.SandboxService;

/**
 * What a run is asked to do.
 *
 * @param root the directory of the repository, whose jars have been built
 * @param output where logs and the report go
 * @param seed decides what is published and which faults happen when
 * @param bookings how many bookings there are; each makes at least one message for each
 * service
 * @param duration for how long to publish and to inject faults
 * @param services which services run
 * @param instances of each of them
 * @param longestFault the longest time that a fault lasts
 * @param faults what may happen, each as often as the others
 * @param outage how long PostgreSQL is away, instead of all other faults; zero for no
 * such outage
 * @param additionalClassPath directories put before the classes of the services; empty
 * but for sabotage
 */
record RunSettings(Path root, Path output, long seed, int bookings, Duration duration,
		Set<SandboxService.Kind> services, int instances, Duration longestFault, List<Fault> faults, Duration outage,
		List<Path> additionalClassPath) {

}
