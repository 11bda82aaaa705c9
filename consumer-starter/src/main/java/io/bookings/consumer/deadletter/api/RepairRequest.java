package io.bookings.consumer.deadletter.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bookings.consumer.web.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * A request to send a corrected body.
 *
 * @param body the corrected body, as text
 * @param why the reason, at most 500 characters
 * @param dryRun whether to only say what would happen
 * @param force whether it is also sent if the letter was sent and its outcome is not
 * known
 */
record RepairRequest(String body, String why, boolean dryRun, boolean force) {

	/**
	 * Reads the request of a JSON document.
	 * @throws io.bookings.consumer.web.InvalidRequestException with the broken rules
	 */
	@JsonCreator
	static RepairRequest of(@JsonProperty("body") @Nullable Object body, @JsonProperty("why") @Nullable String why,
			@JsonProperty("dryRun") @Nullable Object dryRun, @JsonProperty("force") @Nullable Object force,
			@JsonAnySetter @Nullable Map<String, Object> unknown) {
		RequestFields fields = new RequestFields(unknown);
		if (!(body instanceof String)) {
			fields.reject("body", "must be the corrected body as a string");
		}
		RepairRequest request = new RepairRequest(String.valueOf(body), (why != null) ? why : "",
				fields.flag("dryRun", dryRun), fields.flag("force", force));
		fields.throwIfAnyIsBroken();
		return request;
	}

}
