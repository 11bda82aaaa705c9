package io.bookings.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.AwsGateway;
import io.bookings.sandbox.IamPolicy;
import io.bookings.sandbox.IamPolicy.Permission;
import io.bookings.sandbox.SampleRun;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.SandboxService.MessageCounts;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.StackTemplate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The role in {@code deploy/aws/queues.yaml} allows what the service needs, and nothing
 * else. The service runs behind a proxy that enforces the role's policy. The table in
 * {@code docs/deployment.md} has the same cases.
 */
@ExtendWith(OutputCaptureExtension.class)
class PermissionsIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String OTHER_EVENT = "{\"eventType\":\"Open\",\"mail\":{\"messageId\":\"1\"},\"open\":{}}";

	private static final String UNKNOWN_DELIVERY = """
			{"eventType":"Delivery","mail":{"timestamp":"2026-11-26T11:00:00.000Z","messageId":"unknown",\
			"destination":["kim@example.org"]},"delivery":{"timestamp":"2026-11-26T11:00:01.000Z",\
			"recipients":["kim@example.org"]}}""";

	private static final IamPolicy policy = StackTemplate.read(Path.of("../deploy/aws/queues.yaml"),
			Map.of("EmailEventSourceArn", "arn:aws:sns:us-east-1:000000000000:email-events", "TextMessages", "true",
					"CollectDeadLetters", "true"))
		.policy("ProviderConsumerRole");

	private static Sandbox sandbox;

	private static SandboxService service;

	private static AwsGateway gateway;

	private static RunningConsumer consumer;

	private static String tour;

	private static List<String> refusedInTour;

	@BeforeAll
	static void start() throws InterruptedException {
		sandbox = Sandbox.start();
		gateway = AwsGateway.start(sandbox.sqsEndpoint(), policy);
		service = sandbox.provider().behind(gateway.endpoint());
		// With one poll at a time, a refused poll means that no earlier poll is running.
		consumer = RunningConsumer.start(service, "--booking.consumer.concurrency=1",
				"--booking.consumer.inspection-interval=1s", "--booking.consumer.back-off.initial=1s",
				"--booking.consumer.back-off.max=1s", "--SQS_NOTIFICATION_EVENT_QUEUE_URL=" + service.eventQueueUrl(),
				"--booking.notification.email.ses.configuration-set=provider-notification-event-queue",
				"--booking.dead-letters.collect=true", "--booking.notification.sms.enabled=true",
				"--spring.cloud.aws.sns.endpoint=" + gateway.endpoint(),
				"--management.cloudwatch.metrics.export.namespace=Bookings",
				"--management.cloudwatch.metrics.export.step=1s",
				"--spring.cloud.aws.cloudwatch.endpoint=" + gateway.endpoint());
		contact("provider-789", "\"email\":\"provider-789@example.org\",\"channels\":[\"email\"]");
		tour = new SampleRun(sandbox, Duration.ofSeconds(30)).run(ServiceKind.PROVIDER);
		refusedInTour = gateway.refused();
	}

	@AfterAll
	static void stop() {
		consumer.close();
		gateway.close();
		sandbox.close();
	}

	@AfterEach
	void allowEverythingAgain() {
		service.purge();
		sandbox.sqs().purgeQueue((request) -> request.queueUrl(service.eventQueueUrl()));
		sandbox.sqs().purgeQueue((request) -> request.queueUrl(service.eventDeadLetterQueueUrl()));
		gateway.enforce(policy); // last: what waits for a retry must not become a dead
									// letter
	}

	@Test
	void theTourPassesWithThePermissionsOfTheRole() {
		assertThat(tour).contains("processed", "duplicate", "rejected", "SENT", "DELIVERED")
			.doesNotContain("not settled");
		assertThat(refusedInTour).isEmpty();
	}

	@Test
	void aTextMessageIsSentWithThePermissionsOfTheRole() {
		sendTextMessage("sms-allowed");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(JdbcClient.create(service.dataSource())
				.sql("select status from notification where booking_id = 'sms-allowed'")
				.query(String.class)
				.list()).containsExactly("SENT"));
	}

	@ParameterizedTest
	@MethodSource("permissions")
	void withoutAPermissionHealthOrLogNamesIt(Permission permission, CapturedOutput output) {
		gateway.enforce(policy.without(permission));
		Runnable proof = cases(output).get(permission.toString());
		assertThat(proof).as("A case for " + permission).isNotNull();
		proof.run();
	}

	/**
	 * Health keeps the refusal of an action until the action succeeds again. Those that
	 * are repeated at an interval come first.
	 */
	static List<Permission> permissions() {
		return policy.permissions()
			.stream()
			.sorted(Comparator
				.comparing((Permission permission) -> !permission.action().equals("sqs:GetQueueAttributes")))
			.toList();
	}

	private static Map<String, Runnable> cases(CapturedOutput output) {
		String queue = service.queueUrl();
		String deadLetterQueue = service.deadLetterQueueUrl();
		String events = service.eventQueueUrl();
		Map<String, Runnable> cases = new LinkedHashMap<>();
		cases.put("sqs:ReceiveMessage booking-request-queue", () -> {
			awaitIssue("ReceiveMessage", queue);
			service.send(event("not-received"));
			assertThat(consumer.readiness()).isEqualTo(503);
			assertThat(counts(queue)).isEqualTo(new MessageCounts(1, 0, 0));
			assertThat(stored("not-received")).isZero();
		});
		cases.put("sqs:DeleteMessage booking-request-queue", () -> {
			service.send(event("not-deleted"));
			awaitIssue("DeleteMessage", queue);
			assertThat(consumer.readiness()).isEqualTo(503);
			assertThat(stored("not-deleted")).isOne();
			assertThat(counts(queue)).isEqualTo(new MessageCounts(0, 1, 0));
		});
		cases.put("sqs:ChangeMessageVisibility booking-request-queue", () -> {
			failTemporarily(() -> {
				service.send(event("not-released"));
				awaitIssue("ChangeMessageVisibility", queue);
			});
			assertThat(consumer.readiness()).isEqualTo(503);
			// It stays invisible for the queue's visibility timeout, not for the
			// back-off.
			assertThat(counts(queue)).isEqualTo(new MessageCounts(0, 1, 0));
		});
		cases.put("sqs:GetQueueAttributes booking-request-queue", () -> {
			awaitIssue("GetQueueAttributes", queue);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "UP")
					.doesNotContainKey("visible"));
		});
		cases.put("sqs:SendMessage booking-request-dlq", () -> {
			service.send("{");
			awaitIssue("SendMessage", deadLetterQueue);
			assertThat(counts(queue).total()).isOne();
			assertThat(counts(deadLetterQueue).isEmpty()).isTrue();
		});
		cases.put("sqs:GetQueueAttributes booking-request-dlq", () -> {
			awaitIssue("GetQueueAttributes", deadLetterQueue);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "UP")
					.containsKey("visible")
					.doesNotContainKey("deadLetters"));
		});
		cases.put("sqs:ReceiveMessage booking-request-dlq", () -> {
			awaitIssue("ReceiveMessage", deadLetterQueue);
		});
		cases.put("sqs:DeleteMessage booking-request-dlq", () -> {
			service.send("not deleted");
			awaitIssue("DeleteMessage", deadLetterQueue);
			assertThat(letters("body = 'not deleted'")).isOne();
			assertThat(counts(deadLetterQueue).total()).isOne();
		});
		cases.put("sqs:SendMessage booking-request-queue", () -> {
			service.send("not sent");
			await().atMost(PATIENCE).until(() -> letters("body = 'not sent'") == 1);
			consumer.redriveAll();
			awaitIssue("SendMessage", queue);
			await().atMost(PATIENCE).until(() -> letters("body = 'not sent' and state = 'OPEN'") == 1);
		});
		cases.put("sqs:ReceiveMessage provider-notification-event-queue", () -> {
			awaitIssue("ReceiveMessage", events);
			sendEmailEvent(OTHER_EVENT);
			assertThat(counts(events)).isEqualTo(new MessageCounts(1, 0, 0));
		});
		cases.put("sqs:DeleteMessage provider-notification-event-queue", () -> {
			sendEmailEvent(OTHER_EVENT);
			awaitIssue("DeleteMessage", events);
			assertThat(counts(events)).isEqualTo(new MessageCounts(0, 1, 0));
		});
		cases.put("sqs:ChangeMessageVisibility provider-notification-event-queue", () -> {
			sendEmailEvent(UNKNOWN_DELIVERY);
			awaitIssue("ChangeMessageVisibility", events);
			assertThat(counts(events)).isEqualTo(new MessageCounts(0, 1, 0));
		});
		cases.put("sqs:GetQueueAttributes provider-notification-event-queue", () -> {
			sendEmailEvent("{");
			awaitIssue("GetQueueAttributes", events);
			assertThat(counts(events).total()).isOne();
			assertThat(counts(service.eventDeadLetterQueueUrl()).isEmpty()).isTrue();
		});
		cases.put("sqs:SendMessage provider-notification-event-dlq", () -> {
			sendEmailEvent("{");
			awaitIssue("SendMessage", service.eventDeadLetterQueueUrl());
			assertThat(counts(events).total()).isOne();
			assertThat(counts(service.eventDeadLetterQueueUrl()).isEmpty()).isTrue();
		});
		cases.put("sns:Publish *", () -> {
			sendTextMessage("sms-refused");
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(consumer.health("notification").get("sms")).asString()
					.startsWith("paused since ")
					.contains("because SNS answers HTTP 403 AuthorizationError. "
							+ "Check the credentials, and the permission sns:Publish. 1 notifications wait"));
		});
		cases.put("cloudwatch:PutMetricData *",
				() -> await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(output).contains("error sending metric data",
							"not authorized to perform: cloudwatch:PutMetricData")));
		return cases;
	}

	/**
	 * Waits until health names the action on the queue.
	 */
	private static void awaitIssue(String action, String queueUrl) {
		String sentence = "The permission sqs:%s on %s is missing: allow it in the IAM policy of the service"
			.formatted(action, queueUrl);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(consumer.health("queue").get("issues"))
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.contains(sentence));
	}

	private static MessageCounts counts(String queueUrl) {
		Map<QueueAttributeName, String> attributes = sandbox.sqs()
			.getQueueAttributes((request) -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
			.attributes();
		return new MessageCounts(number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
				number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
				number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
	}

	private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
		return Integer.parseInt(attributes.get(name));
	}

	private static long letters(String condition) {
		return RunningConsumer.rows(service, "dead_letter where " + condition);
	}

	private static long stored(String bookingId) {
		return JdbcClient.create(service.dataSource())
			.sql("select count(*) from booking_request where booking_id = ?")
			.param(bookingId)
			.query(Long.class)
			.single();
	}

	/**
	 * Runs an action while PostgreSQL refuses each new booking with a serialization
	 * failure.
	 */
	private static void failTemporarily(Runnable action) {
		JdbcClient jdbc = JdbcClient.create(service.dataSource());
		jdbc.sql("""
				create function fail() returns trigger language plpgsql as
				$$ begin raise exception using errcode = '40001'; end $$""").update();
		jdbc.sql("create trigger fail before insert on booking_request execute function fail()").update();
		try {
			action.run();
		}
		finally {
			jdbc.sql("drop function fail cascade").update();
		}
	}

	private static void sendEmailEvent(String body) {
		sandbox.sqs().sendMessage((request) -> request.queueUrl(service.eventQueueUrl()).messageBody(body));
	}

	private static void sendTextMessage(String bookingId) {
		contact("provider-sms", "\"phone\":\"+4930123456\",\"channels\":[\"sms\"]");
		service.send(event(bookingId).replace("provider-789", "provider-sms"));
	}

	private static void contact(String providerId, String channels) {
		assertThat(
				consumer
					.put("/providers/%s/contact".formatted(providerId),
							"""
									{"name":"Praxis am Park","locale":"de","timeZone":"Europe/Berlin",%s}"""
								.formatted(channels))
					.status())
			.isBetween(200, 204);
	}

	/**
	 * The sample for another booking, whose slot is in the future.
	 */
	private static String event(String bookingId) {
		return RunningConsumer.sample()
			.replace("test-123", bookingId)
			.replaceAll("(\"slot(?:Start|End)\":\")\\d{4}", "$1" + "2035");
	}

}
