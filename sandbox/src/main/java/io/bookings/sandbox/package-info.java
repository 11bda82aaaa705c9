/**
 * The world around the consumers, without Docker: Amazon SQS played by ElasticMQ and the
 * mail server by GreenMail inside this JVM, and a real PostgreSQL started from unpacked
 * binaries. Tests can have LocalStack and PostgreSQL in containers instead, by the system
 * property {@code it.infrastructure}.
 *
 * <p>
 * Tests take a {@link io.bookings.sandbox.Sandbox} and give an application the properties
 * of one of its {@linkplain io.bookings.sandbox.SandboxService services}.
 * {@code sandbox/run} starts both executable jars on one, sends them the first messages
 * and shows what became of them, up to the e-mail in the mailbox.
 */
@NullMarked
package io.bookings.sandbox;

import org.jspecify.annotations.NullMarked;
