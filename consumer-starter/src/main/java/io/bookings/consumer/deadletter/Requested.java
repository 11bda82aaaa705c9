package io.bookings.consumer.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A request to redrive, repair or discard letters, and how far it is.
 *
 * @param requestId identifies the request
 * @param kind what to do
 * @param requestedBy who has requested it
 * @param why the reason that was given
 * @param requestedAt when it was requested
 * @param letters the number of letters
 * @param states the number of letters by the state of the action, see
 * {@link LetterAction#state()}
 * @param outcomes the number of letters by outcome, of those whose outcome is known
 */
public record Requested(UUID requestId, LetterAction.Kind kind, String requestedBy, String why, Instant requestedAt,
		long letters, Map<String, Long> states, Map<String, Long> outcomes) {

}
