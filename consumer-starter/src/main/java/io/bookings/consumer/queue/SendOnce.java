package io.bookings.consumer.queue;

import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Prevents the SDK from repeating a request. It repeats one whose answer is lost, and a
 * queue would then have the message twice.
 */
public class SendOnce implements ExecutionInterceptor {

	private static final ExecutionAttribute<AtomicInteger> ATTEMPTS = new ExecutionAttribute<>(
			SendOnce.class.getName());

	static void configure(AwsRequestOverrideConfiguration.Builder request) {
		SqsTimeouts.ofShortCall(request);
		request.putExecutionAttribute(ATTEMPTS, new AtomicInteger());
	}

	@Override
	public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
		AtomicInteger attempts = attributes.getAttribute(ATTEMPTS);
		if (attempts != null && attempts.incrementAndGet() > 1) {
			throw SdkClientException.create("The request is not repeated");
		}
	}

}
