package io.bookings.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A consumer to measure.
 *
 * @param name the name in the tables
 * @param command the command line
 * @param environment the variables besides those for queue and database
 */
record Candidate(String name, List<String> command, Map<String, String> environment) {
}
