package io.bookings.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.bookings.sandbox.ServiceKind;

/**
 * The settings of a run.
 *
 * @param root the directory of the repository, whose jars have been built
 * @param output the directory for logs and report
 * @param seed determines the messages and the order of the faults
 * @param bookings the number of bookings; each has at least one message for each service
 * @param duration how long to publish messages and to inject faults
 * @param services the services to run
 * @param instances the number of instances of each service
 * @param longestFault the longest duration of a fault
 * @param faults the faults to inject, all equally often
 * @param outage the duration of an outage of PostgreSQL, which replaces all other faults;
 * zero for none
 * @param additionalClassPath directories that precede the classes of the services; used
 * only for sabotage
 */
record RunSettings(Path root, Path output, long seed, int bookings, Duration duration, Set<ServiceKind> services,
		int instances, Duration longestFault, List<Fault> faults, Duration outage, List<Path> additionalClassPath) {

}
