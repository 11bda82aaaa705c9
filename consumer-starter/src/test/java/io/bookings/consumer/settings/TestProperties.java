package io.bookings.consumer.settings;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.message.BodyProperties;
import io.bookings.consumer.message.Envelope;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.message.OtherEvents;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.events.BookingCreated;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The settings as they are by default, but for what a test is about.
 */
public final class TestProperties {

	/** The queue of all these settings. */
	public static final String QUEUE_URL = "http://localhost:4566/000000000000/booking-request-queue";

	private TestProperties() {
	}

	/**
	 * @return the defaults with a queue URL
	 */
	public static ConsumerProperties defaults() {
		return of(QUEUE_URL, null);
	}

	/**
	 * @return the defaults, but one batch runs at a time, so that none waits for others
	 */
	public static ConsumerProperties oneBatchAtATime() {
		return of(QUEUE_URL, null, 1);
	}

	/**
	 * @return the defaults for the given queues
	 */
	public static ConsumerProperties of(String queueUrl, @Nullable String deadLetterQueueUrl) {
		return of(queueUrl, deadLetterQueueUrl, 5);
	}

	private static ConsumerProperties of(String queueUrl, @Nullable String deadLetterQueueUrl, int concurrency) {
		return new ConsumerProperties(URI.create(queueUrl),
				(deadLetterQueueUrl != null) ? URI.create(deadLetterQueueUrl) : null, concurrency,
				Duration.ofSeconds(20), new ConsumerProperties.BackOff(Duration.ofSeconds(5), Duration.ofMinutes(15)),
				Duration.ofDays(30), Duration.ofMinutes(2), Duration.ofSeconds(30), 10);
	}

	/**
	 * @return what asks the given client for the queue of the settings
	 */
	public static QueueInspector inspector(SqsAsyncClient sqs, ConsumerProperties properties) {
		return new QueueInspector(sqs, properties);
	}

	/**
	 * @param capacity from so many bytes of bodies on, no more messages can be held
	 * @return what holds no message
	 */
	public static HeldMessages held(SqsAsyncClient sqs, long capacity) {
		ConsumerProperties properties = defaults();
		return new HeldMessages(new BookingQueue(sqs, properties.queue(), new AckMetrics(new SimpleMeterRegistry())),
				properties.backOff(), capacity, InstantSource.system());
	}

	/**
	 * Decodes a body by the default settings.
	 * @param unexpectedMessages what remembers it
	 * @param body no event
	 */
	public static void refuse(UnexpectedMessages unexpectedMessages, String body) {
		new MessageDecoder<>(BookingCreated.TYPE, new BodyProperties(Envelope.NONE, OtherEvents.DEAD_LETTER),
				unexpectedMessages)
			.decode(body);
	}

	/**
	 * Decodes an event of another type, by settings that ignore it.
	 * @param unexpectedMessages what remembers it
	 * @param eventType its type
	 */
	public static void ignore(UnexpectedMessages unexpectedMessages, String eventType) {
		new MessageDecoder<>(BookingCreated.TYPE, new BodyProperties(Envelope.NONE, OtherEvents.IGNORE),
				unexpectedMessages)
			.decode("{\"eventType\":\"" + eventType + "\"}");
	}

}
