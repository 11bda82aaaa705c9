/**
 * The infrastructure of the consumers without Docker: ElasticMQ as Amazon SQS and
 * GreenMail as mail server, both in this JVM, and a real PostgreSQL from unpacked
 * binaries. With the system property {@code it.infrastructure}, tests run on LocalStack
 * and PostgreSQL in containers instead.
 *
 * <p>
 * Tests use a {@link io.bookings.sandbox.Sandbox} and configure an application with the
 * properties of one of its {@linkplain io.bookings.sandbox.SandboxService services}.
 * {@code sandbox/run} starts the executable jars on a sandbox, sends sample messages and
 * shows their results, including the e-mails.
 */
@NullMarked
package io.bookings.sandbox;

import org.jspecify.annotations.NullMarked;
