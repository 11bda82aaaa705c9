package io.bookings.consumer.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.awspring.cloud.sqs.MessageExecutionThreadFactory;
import io.awspring.cloud.sqs.config.SqsMessageListenerContainerFactory;
import io.awspring.cloud.sqs.listener.SqsContainerOptionsBuilder;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandler;
import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandlerFactories;
import io.awspring.cloud.sqs.support.converter.MessagingMessageConverter;
import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.settings.ConsumerProperties;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * What Spring Cloud AWS lets nobody set by properties, on the factory that it
 * auto-configures.
 * <p>
 * The container polls and hands over; it converts, acknowledges and counts nothing. A
 * message's attributes stay unread, because some names and types of them make the
 * container lose the message.
 */
class ListenerContainerSettings implements BeanPostProcessor, DisposableBean {

	/** A poll under way when the stop begins, and a batch that it brings or that runs. */
	private static final Duration STOP_LIMIT = Duration.ofSeconds(22);

	private final ObjectProvider<ConsumerProperties> properties;

	private final ObjectProvider<PollingPause> pause;

	private final ObjectProvider<LargeResponseLimiter> largeResponses;

	private final ObjectProvider<HeldMessages> held;

	private final ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();

	ListenerContainerSettings(ObjectProvider<ConsumerProperties> properties, ObjectProvider<PollingPause> pause,
			ObjectProvider<LargeResponseLimiter> largeResponses, ObjectProvider<HeldMessages> held) {
		this.properties = properties;
		this.pause = pause;
		this.largeResponses = largeResponses;
		this.held = held;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof SqsMessageListenerContainerFactory<?> factory) {
			startExecutor(this.properties.getObject().concurrency());
			factory.configure(this::configure);
		}
		return bean;
	}

	private void configure(SqsContainerOptionsBuilder options) {
		options.messageConverter(new RawMessageConverter())
			.messageSystemAttributeNames(List.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
					MessageSystemAttributeName.SENT_TIMESTAMP, MessageSystemAttributeName.AWS_TRACE_HEADER))
			.componentsTaskExecutor(this.executor)
			.backPressureHandlerFactory(BackPressureHandlerFactories.compositeBackPressureHandler(
					(containerOptions) -> new PausingBackPressureHandler(this.pause.getObject(),
							this.largeResponses.getObject(), this.held.getObject()),
					BackPressureHandlerFactories.concurrencyLimiterBackPressureHandler(),
					BackPressureHandlerFactories.throughputBackPressureHandler()))
			.acknowledgementMode(AcknowledgementMode.MANUAL)
			.acknowledgementInterval(Duration.ZERO)
			.acknowledgementThreshold(0)
			.acknowledgementShutdownTimeout(Duration.ZERO)
			.listenerShutdownTimeout(STOP_LIMIT);
	}

	/**
	 * As many threads as batches may run. Tasks are accepted while the context closes:
	 * what the last polls bring has to be given back.
	 */
	private void startExecutor(int threads) {
		this.executor.setCorePoolSize(threads);
		this.executor.setMaxPoolSize(threads);
		this.executor.setAcceptTasksAfterContextClose(true);
		this.executor.setWaitForTasksToCompleteOnShutdown(true);
		this.executor.setThreadFactory(new MessageExecutionThreadFactory("booking-batch-"));
		this.executor.afterPropertiesSet();
	}

	@Override
	public void destroy() {
		this.executor.destroy();
	}

	/**
	 * Passes the SDK's message on as it is.
	 */
	private static final class RawMessageConverter
			implements MessagingMessageConverter<software.amazon.awssdk.services.sqs.model.Message> {

		@Override
		public Message<?> toMessagingMessage(software.amazon.awssdk.services.sqs.model.Message source) {
			return MessageBuilder.withPayload(source).build();
		}

		@Override
		public software.amazon.awssdk.services.sqs.model.Message fromMessagingMessage(Message<?> message) {
			throw new UnsupportedOperationException("A listener does not send");
		}

	}

	/**
	 * Grants nothing while polling is paused, a large answer waits to be read, or no more
	 * messages can be held. The composite that it is part of waits
	 * {@code max-delay-between-polls} before it asks again.
	 */
	private record PausingBackPressureHandler(PollingPause pause, LargeResponseLimiter largeResponses,
			HeldMessages held) implements BackPressureHandler {

		@Override
		public int request(int amount) {
			return (this.pause.isOn() || this.largeResponses.isCrowded() || this.held.isFull()) ? 0 : amount;
		}

		@Override
		public void release(int amount, ReleaseReason reason) {
		}

		@Override
		public boolean drain(Duration timeout) {
			return true;
		}

	}

}
