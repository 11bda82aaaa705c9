/**
 * Proves the promise under faults. A {@link io.bookings.faults.FaultRun} starts the two
 * services as processes, puts a {@link io.bookings.sandbox.TcpProxy} between them and
 * each of their peers, publishes a {@link io.bookings.faults.ExpectedState} that it knows
 * in advance, injects {@link io.bookings.faults.Fault faults} meanwhile, and has a
 * {@link io.bookings.faults.Checker} say afterwards what was lost and what took effect
 * twice.
 */
@NullMarked
package io.bookings.faults;

import org.jspecify.annotations.NullMarked;
