package io.bookings.consumer.inbox;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Sabotage: messages are deleted before their batch is committed.
 */
@AutoConfiguration
public class EarlyAcknowledgement {

	@Bean
	static BeanPostProcessor earlyAcknowledgement() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof SqsAsyncClient sqs) ? hasty(sqs) : bean;
			}

		};
	}

	private static SqsAsyncClient hasty(SqsAsyncClient sqs) {
		return (SqsAsyncClient) Proxy.newProxyInstance(EarlyAcknowledgement.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("receiveMessage")
							&& arguments[0] instanceof ReceiveMessageRequest request) {
						return sqs.receiveMessage(request)
							.thenCompose((response) -> delete(sqs, request.queueUrl(), response));
					}
					return method.invoke(sqs, arguments);
				});
	}

	private static CompletableFuture<ReceiveMessageResponse> delete(SqsAsyncClient sqs, String queueUrl,
			ReceiveMessageResponse response) {
		CompletableFuture<?>[] deletes = response.messages()
			.stream()
			.map(Message::receiptHandle)
			.map((handle) -> sqs.deleteMessage((request) -> request.queueUrl(queueUrl).receiptHandle(handle)))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(deletes).thenApply((done) -> response);
	}

}
