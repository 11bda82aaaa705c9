package io.bookings.consumer.privacy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bookings.consumer.person.Person;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of an erasure. It does not contain the id.
 *
 * @param id the id of the receipt
 * @param person whether a user or a provider was erased
 * @param requestedAt when the erasure was requested
 * @param requestedBy the name of the caller, absent if it is unknown
 * @param erasedAt when this service finished its part; absent until then
 * @param erased the number of rows that this service has changed so far, by table
 * @param forwarding whether the other service has finished its part; absent if there is
 * none
 */
record ErasureReceipt(UUID id, Person.Kind person, Instant requestedAt,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String requestedBy,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant erasedAt, Map<String, Integer> erased,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Forwarding forwarding) {

	boolean isFinished() {
		return this.erasedAt != null && this.forwarding != Forwarding.PENDING;
	}

	/**
	 * The state of the other service's part.
	 */
	enum Forwarding {

		/** It is repeated until it succeeds. */
		PENDING,

		/** The other service has accepted it. */
		DONE

	}

}
