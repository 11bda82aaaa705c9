package io.bookings.consumer.notification.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bookings.consumer.web.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * How to send one notification again.
 *
 * @param force whether it may be sent again if it was sent
 */
record ResendOptions(boolean force) {

	/**
	 * Reads the options of a JSON document.
	 * @throws io.bookings.consumer.web.InvalidRequestException with the broken rules
	 */
	@JsonCreator
	static ResendOptions of(@JsonProperty("force") @Nullable Object force,
			@JsonAnySetter @Nullable Map<String, Object> unknown) {
		RequestFields fields = new RequestFields(unknown);
		ResendOptions options = new ResendOptions(fields.flag("force", force));
		fields.throwIfAnyIsBroken();
		return options;
	}

}
