package io.bookings.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A consumer that is measured, as it is started.
 *
 * @param name how tables call it
 * @param command what starts it
 * @param environment what it is told besides queue and database
 */
record Candidate(String name, List<String> command, Map<String, String> environment) {
}
