package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.BookingConsumer;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.SandboxService;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One running instance of {@link TestConsumer}, and the test's own view of its queue and
 * database.
 */
public final class ConsumerFixture implements AutoCloseable {

	final SandboxService service;

	final ConfigurableApplicationContext context;

	final TestConsumer.Handler handler;

	final BookingConsumer<BookingCreated> consumer;

	private final JdbcClient jdbc;

	private ConsumerFixture(SandboxService service, ConfigurableApplicationContext context) {
		this.service = service;
		this.context = context;
		this.handler = context.getBean(TestConsumer.Handler.class);
		this.consumer = context.getBean(TestConsumer.Listener.class).consumer;
		this.jdbc = JdbcClient.create(service.dataSource());
	}

	/**
	 * An instance that polls.
	 */
	public static ConsumerFixture start(SandboxService service, String... settings) {
		Map<String, Object> properties = new HashMap<>(service.properties());
		properties.put("booking.consumer.queue-url", service.queueUrl());
		properties.put("spring.cloud.aws.sqs.listener.poll-timeout", "1s");
		properties.put("booking.consumer.back-off.initial", "1s");
		properties.put("booking.consumer.back-off.max", "1s");
		Arrays.stream(settings)
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> properties.put(setting[0], setting[1]));
		// All applications of the JVM configure the same Logback.
		synchronized (ConsumerFixture.class) {
			return new ConsumerFixture(service,
					new SpringApplicationBuilder(TestConsumer.class).web(WebApplicationType.NONE)
						.properties(properties)
						.run());
		}
	}

	/**
	 * An instance that does not poll: the test receives and decides what is one batch.
	 */
	public static ConsumerFixture startWithoutPolling(SandboxService service, String... settings) {
		String[] all = Arrays.copyOf(settings, settings.length + 1);
		all[settings.length] = "spring.cloud.aws.sqs.listener.auto-startup=false";
		return start(service, all);
	}

	public static String body(String bookingId) {
		return body(bookingId, "user-456");
	}

	public static String body(String bookingId, String userId) {
		return """
				{"bookingId":"%s","userId":"%s","providerId":"provider-789","slotId":"slot-001",\
				"slotStart":"2025-02-19T10:00:00Z","slotEnd":"2025-02-19T11:00:00Z",\
				"eventType":"BOOKING_CREATED","timestamp":"2025-02-19T09:55:00Z"}""".formatted(bookingId, userId);
	}

	/**
	 * Sends bodies and receives as many messages, as one batch.
	 */
	List<Message> batch(String... bodies) {
		Arrays.stream(bodies).forEach(this.service::send);
		return receive(bodies.length);
	}

	List<Message> receive(int count) {
		List<Message> messages = new ArrayList<>();
		for (int tries = 0; messages.size() < count && tries < 20; tries++) {
			messages.addAll(this.service.sqs()
				.receiveMessage((request) -> request.queueUrl(this.service.queueUrl())
					.maxNumberOfMessages(Math.min(10, count - messages.size()))
					.waitTimeSeconds(1)
					.messageAttributeNames("All")
					.messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
				.messages());
		}
		assertThat(messages).hasSize(count);
		return messages;
	}

	public List<String> stored() {
		return this.jdbc.sql("select booking_id from stored_booking order by booking_id").query(String.class).list();
	}

	public List<String> processed() {
		return this.jdbc.sql("select booking_id from processed_booking order by booking_id").query(String.class).list();
	}

	/**
	 * The dead letters' bodies and reasons.
	 */
	public Map<String, String> deadLetters() {
		Map<String, String> reasons = new HashMap<>();
		for (Message message : this.service.deadLetters()) {
			assertThat(reasons.put(message.body(), attribute(message, "FailureReason"))).isNull();
		}
		return reasons;
	}

	static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

	void assertQueueEmpty() {
		assertThat(this.service.messages().total()).isZero();
	}

	/**
	 * Leaves nothing of an earlier test behind.
	 */
	public void forget() {
		this.handler.step = (event) -> {
		};
		this.service.purge();
		this.jdbc.sql("truncate stored_booking, processed_booking").update();
	}

	/**
	 * How long a test waits for what takes moments.
	 */
	public static Duration patience() {
		return Duration.ofSeconds(20);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
