/**
 * Tests the promise under faults. A {@link io.bookings.faults.FaultRun} starts the two
 * services as processes, puts a {@link io.bookings.sandbox.TcpProxy} between them and
 * each of their peers, publishes the messages of an
 * {@link io.bookings.faults.ExpectedState}, and injects {@link io.bookings.faults.Fault
 * faults} at the same time. Then a {@link io.bookings.faults.Checker} compares the
 * databases, queues and mailboxes with the expected state.
 */
@NullMarked
package io.bookings.faults;

import org.jspecify.annotations.NullMarked;
