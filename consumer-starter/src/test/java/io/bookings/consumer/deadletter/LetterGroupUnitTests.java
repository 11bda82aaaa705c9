package io.bookings.consumer.deadletter;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

class LetterGroupUnitTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					slotEnd must be after slotStart|slotEnd must be after slotStart
					DuplicateKeyException, SQLSTATE 23505|DuplicateKeyException, SQLSTATE 23505
					$ must be well-formed JSON (3 of its attributes did not fit)|$ must be well-formed JSON (… of its attributes did not fit)
					queue "a" of 4f9e4486-0000-4000-8000-0123456789ab and 1.5 s|queue … of … and … s
					""")
	void theValuesOfADetailAreLeftOut(String detail, String group) {
		assertThat(CollectedLetter.group(detail)).isEqualTo(group);
	}

	@Test
	void aMessageThatSqsMovedHasNoReasonOfAnEarlierFailure() {
		CollectedLetter moved = CollectedLetter.of(Message.builder()
			.messageId("m")
			.body("a\0b\uD800")
			.messageAttributes(Map.of("FailureReason", text("rejected"), "OriginalMessageId", text("o")))
			.attributes(Map.of(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, "arn"))
			.build());
		assertThat(moved.reason()).isEqualTo(LetterReason.MOVED);
		assertThat(moved.sentBy()).isEqualTo("sqs");
		assertThat(moved.sourceMessageId()).isEqualTo("m");
		assertThat(moved.body()).isEqualTo("a\uFFFDb\uFFFD");
	}

	private static MessageAttributeValue text(String value) {
		return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
	}

}
