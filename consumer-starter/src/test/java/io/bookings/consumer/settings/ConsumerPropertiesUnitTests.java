package io.bookings.consumer.settings;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConsumerPropertiesUnitTests {

	private static final String QUEUE_URL = "https://sqs.us-east-1.amazonaws.com/123456789012/booking-request-queue";

	@Test
	void aQueueUrlIsAllThatHasToBeSet() {
		ConsumerProperties properties = bind(Map.of());
		assertThat(properties.queueUrl()).isEqualTo(URI.create(QUEUE_URL));
		assertThat(properties.queue()).isEqualTo(QUEUE_URL);
		assertThat(properties.deadLetterQueueUrl()).isNull();
		assertThat(properties.concurrency()).isEqualTo(15);
		assertThat(properties.transactions()).isEqualTo(5);
		assertThat(properties.batchTimeout()).isEqualTo(Duration.ofSeconds(20));
		assertThat(properties.backOff())
			.isEqualTo(new ConsumerProperties.BackOff(Duration.ofSeconds(5), Duration.ofMinutes(15)));
		assertThat(properties.processedRetention()).isEqualTo(Duration.ofDays(30));
		assertThat(properties.stallAfter()).isEqualTo(Duration.ofMinutes(2));
		assertThat(properties.inspectionInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.logLimit()).isEqualTo(10);
	}

	@Test
	void everySettingIsTakenFromItsName() {
		ConsumerProperties properties = bind(Map.of("dead-letter-queue-url", "http://localhost:4566/000000000000/dlq",
				"concurrency", "100", "batch-timeout", "1s", "back-off.initial", "2s", "back-off.max", "11h",
				"processed-retention", "60d", "stall-after", "1h", "inspection-interval", "1s", "log-limit", "1"));
		assertThat(properties).isEqualTo(new ConsumerProperties(URI.create(QUEUE_URL),
				URI.create("http://localhost:4566/000000000000/dlq"), 100, Duration.ofSeconds(1),
				new ConsumerProperties.BackOff(Duration.ofSeconds(2), Duration.ofHours(11)), Duration.ofDays(60),
				Duration.ofHours(1), Duration.ofSeconds(1), 1));
	}

	@ParameterizedTest
	@CsvSource({ "concurrency, 0, 1 to 100", "concurrency, -1, 1 to 100", "concurrency, 101, 1 to 100",
			"batch-timeout, 999ms, 1s to 20s", "batch-timeout, 21s, 1s to 20s", "processed-retention, 59s, 1m to 3650d",
			"processed-retention, 3651d, 1m to 3650d", "stall-after, 0s, 1s to 1h", "stall-after, 61m, 1s to 1h",
			"inspection-interval, 0s, 1s to 1h", "inspection-interval, 2h, 1s to 1h", "back-off.initial, 0s, 1s to 1h",
			"back-off.initial, 2h, 1s to 1h", "back-off.max, 4s, 5s to 11h", "back-off.max, 12h, 5s to 11h",
			"log-limit, 0, at least 1" })
	void aValueOutOfRangeIsRefusedWithTheSettingAndItsRange(String name, String value, String range) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(Map.of(name, value)))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageStartingWith("booking.consumer." + name + " is ")
			.withMessageEndingWith(": set it to " + range);
	}

	@ParameterizedTest
	@ValueSource(strings = { "booking-request-queue", "https://sqs.us-east-1.amazonaws.com",
			"https://sqs.us-east-1.amazonaws.com/", "ftp://host/account/queue", "/000000000000/queue",
			"arn:aws:sqs:us-east-1:123456789012:booking-request-queue" })
	void whatIsNoQueueUrlIsRefusedWithTheSettingTheValueAndTheForm(String value) {
		assertRefused(Map.of("queue-url", value), "booking.consumer.queue-url is '" + value
				+ "', which is not a queue URL: set it to http(s)://host/account/queue-name");
		assertRefused(Map.of("dead-letter-queue-url", value), "booking.consumer.dead-letter-queue-url is '" + value
				+ "', which is not a queue URL: set it to http(s)://host/account/queue-name");
	}

	@Test
	void aMissingQueueUrlIsRefusedWithAnExample() {
		String sentence = "booking.consumer.queue-url is not set: set it to the queue's URL, as in "
				+ "https://sqs.us-east-1.amazonaws.com/123456789012/booking-request-queue";
		assertRefused(Map.of("queue-url", ""), sentence);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> bindAll(Map.of("booking.consumer.concurrency", "5")))
			.havingRootCause()
			.withMessage(sentence);
	}

	@ParameterizedTest
	@ValueSource(strings = { QUEUE_URL + "/", QUEUE_URL + "//", QUEUE_URL + "\n", QUEUE_URL + "\r\n",
			" " + QUEUE_URL + " ", QUEUE_URL + "/\n" })
	void blanksLineEndsAndSlashesAroundAQueueUrlAreNoPartOfIt(String value) {
		assertThat(bind(Map.of("queue-url", value)).queue()).isEqualTo(QUEUE_URL);
		assertThat(bind(Map.of("queue-url", value)).queueName()).isEqualTo("booking-request-queue");
		String deadLetterQueue = value.replace("booking-request-queue", "dlq");
		assertThat(bind(Map.of("dead-letter-queue-url", deadLetterQueue)).deadLetterQueueUrl())
			.isEqualTo(URI.create(QUEUE_URL.replace("booking-request-queue", "dlq")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void anEmptyDeadLetterQueueUrlIsNotSet(String value) {
		assertThat(bind(Map.of("dead-letter-queue-url", value)).deadLetterQueueUrl()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { QUEUE_URL, QUEUE_URL + "/",
			"https://SQS.us-east-1.amazonaws.com/123456789012/booking-request-queue",
			"https://sqs.us-east-1.amazonaws.com:443/123456789012/booking-request-queue",
			"http://localhost:4566/123456789012/booking-request-queue",
			"https://queue.amazonaws.com/123456789012/booking-request-queue" })
	void aQueueIsNotItsOwnDeadLetterQueue(String value) {
		assertRefused(Map.of("dead-letter-queue-url", value), "booking.consumer.dead-letter-queue-url is '"
				+ value.replaceAll("/$", "")
				+ "', the queue itself: set it to another queue, or remove it and give the queue a redrive policy");
	}

	@Test
	void aQueueOfTheSameNameInAnotherAccountIsAnotherQueue() {
		String other = QUEUE_URL.replace("123456789012", "210987654321");
		assertThat(bind(Map.of("dead-letter-queue-url", other)).deadLetterQueueUrl()).isEqualTo(URI.create(other));
	}

	@Test
	void aFifoQueueIsRefused() {
		for (String setting : List.of("queue-url", "dead-letter-queue-url")) {
			assertRefused(Map.of(setting, QUEUE_URL + ".fifo"), "booking.consumer." + setting + " is '" + QUEUE_URL
					+ ".fifo', a FIFO queue: use a standard queue, because the services process messages in any order");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "local_stack:4566", "local_stack", "my-service_1.internal:80" })
	void aHostNameThatJavaCannotUseIsTheReasonThatIsTold(String authority) {
		String url = "http://" + authority + "/000000000000/queue";
		for (String setting : List.of("queue-url", "dead-letter-queue-url")) {
			assertRefused(Map.of(setting, url),
					"booking.consumer." + setting + " is '" + url + "', and Java does not accept the host name '"
							+ authority
							+ "': it may consist of letters, digits, dots and hyphens only, so rename the host, or set "
							+ "its IP address");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { QUEUE_URL + "?Action=ReceiveMessage", QUEUE_URL + "#top" })
	void aUrlWithMoreThanAPathIsNoQueueUrl(String value) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(Map.of("queue-url", value)))
			.havingRootCause()
			.withMessageContaining("which is not a queue URL");
	}

	private static void assertRefused(Map<String, String> settings, String sentence) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(settings))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage(sentence);
	}

	private static ConsumerProperties bind(Map<String, String> settings) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("booking.consumer.queue-url", QUEUE_URL);
		settings.forEach((name, value) -> all.put("booking.consumer." + name, value));
		return bindAll(all);
	}

	private static ConsumerProperties bindAll(Map<String, String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("booking.consumer",
				ConsumerProperties.class);
	}

}
