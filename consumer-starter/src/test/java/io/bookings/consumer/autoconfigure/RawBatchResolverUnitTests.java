package io.bookings.consumer.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.core.MethodParameter;

import static org.assertj.core.api.Assertions.assertThat;

class RawBatchResolverUnitTests {

	@ParameterizedTest
	@CsvSource({ "batch, true", "otherList, false", "payloads, false", "springMessages, false", "collection, false" })
	void onlyAListOfTheSdksMessagesIsSupported(String listener, boolean supported) {
		assertThat(new RawBatchResolver().supportsParameter(parameter(listener))).isEqualTo(supported);
	}

	private static MethodParameter parameter(String listener) {
		for (var method : Listeners.class.getDeclaredMethods()) {
			if (method.getName().equals(listener)) {
				return new MethodParameter(method, 0);
			}
		}
		throw new IllegalArgumentException(listener);
	}

	private interface Listeners {

		void batch(List<Message> messages);

		void otherList(ArrayList<Message> messages);

		void payloads(List<String> payloads);

		void springMessages(List<org.springframework.messaging.Message<Message>> messages);

		void collection(Collection<Message> messages);

	}

}
