/**
 * Checks message bodies for publishers. {@link io.bookings.events.check.EventCheck} has
 * the verdict of the consumers about a body, and the script {@code check-event} prints it
 * for files.
 */
@NullMarked
package io.bookings.events.check;

import org.jspecify.annotations.NullMarked;
