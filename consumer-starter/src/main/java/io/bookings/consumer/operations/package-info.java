/**
 * The operations page: server-rendered pages for the people who operate a service, at
 * {@code /} and under {@code /operations}. What the pages show comes from the health
 * components, the metrics and the services behind the HTTP API; what they do is what the
 * API does.
 */
@NullMarked
package io.bookings.consumer.operations;

import org.jspecify.annotations.NullMarked;
