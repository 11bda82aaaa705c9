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
import io.bookings.consumer.queue.PollLimiter;
import io.bookings.consumer.queue.SlowStart;
import io.bookings.consumer.settings.ConsumerProperties;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Sets options of the listener container that Spring Cloud AWS has no properties for, on
 * its auto-configured factory.
 * <p>
 * The container only polls and passes messages on. It does not convert, acknowledge or
 * count them. It does not read message attributes, because some names and types make it
 * lose the message.
 */
class ListenerContainerSettings implements BeanPostProcessor, DisposableBean {

	/**
	 * The time for the current poll, and for a batch that runs or that this poll
	 * receives.
	 */
	private static final Duration STOP_LIMIT = Duration.ofSeconds(22);

	/**
	 * How long the limit of {@link SlowStart} applies: the best of the durations measured
	 * on two cores.
	 */
	private static final Duration SLOW_START = Duration.ofMillis(1500);

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
					(containerOptions) -> new SlowStart(2 * containerOptions.getMaxMessagesPerPoll(), SLOW_START,
							containerOptions.getMaxDelayBetweenPolls(), System::nanoTime),
					(containerOptions) -> new PollLimiter(this.properties.getObject().concurrency(),
							containerOptions.getMaxMessagesPerPoll(), containerOptions.getMaxDelayBetweenPolls())))
			.acknowledgementMode(AcknowledgementMode.MANUAL)
			.acknowledgementInterval(Duration.ZERO)
			.acknowledgementThreshold(0)
			.acknowledgementShutdownTimeout(Duration.ZERO)
			.listenerShutdownTimeout(STOP_LIMIT);
	}

	/**
	 * Creates one thread for each concurrent batch. Accepts tasks while the context
	 * closes, because the messages of the last polls have to be released.
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
	 * Passes the SDK's message on unchanged.
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
	 * Allows no poll while polling is paused, while a large response waits, or while no
	 * more messages can be held. Its composite retries after
	 * {@code max-delay-between-polls}.
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
