package io.bookings.consumer.inbox;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class MessageLogUnitTests {

	@Test
	void whatAnIdMayHoldIsShownAsItsCode(CapturedOutput output) {
		Message message = Message.builder().messageId("m-1").build();
		new MessageLog(false).write(new Decision.DeadLetter(message, "b\u2028forged\u202Eline\u2029end\uFEFF",
				Outcome.REJECTED, "a\nb\u0085c must be a string"));
		assertThat(output.getOut()).contains("rejected booking b\\u2028forged\\u202Eline\\u2029end\\uFEFF (message m-1",
				"a\\u000Ab\\u0085c must be a string");
	}

}
