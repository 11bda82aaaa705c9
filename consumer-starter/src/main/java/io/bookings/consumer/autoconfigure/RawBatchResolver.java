package io.bookings.consumer.autoconfigure;

import java.util.Collection;
import java.util.List;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Passes a batch to a listener as the SDK's messages. The resolver of Spring Cloud AWS
 * does the same, but examines the parameter's type again for each batch.
 */
class RawBatchResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == List.class && ResolvableType.forMethodParameter(parameter)
			.getGeneric()
			.resolve() == software.amazon.awssdk.services.sqs.model.Message.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		Collection<?> batch = (Collection<?>) message.getPayload();
		return batch.stream().map((one) -> ((Message<?>) one).getPayload()).toList();
	}

}
