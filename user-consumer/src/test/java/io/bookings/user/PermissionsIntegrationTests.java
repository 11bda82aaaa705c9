package io.bookings.user;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.AwsGateway;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.SampleRun;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.StackTemplate;
import io.bookings.sandbox.StubDirectory;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The role in {@code deploy/aws/queues.yaml} allows everything that the service needs.
 * The tests of provider-consumer show that each permission is needed.
 */
class PermissionsIntegrationTests {

	@Test
	void theTourPassesWithThePermissionsOfTheRole() throws IOException, InterruptedException {
		StackTemplate template = StackTemplate.read(Path.of("../deploy/aws/queues.yaml"),
				Map.of("EmailEventSourceArn", "arn:aws:sns:us-east-1:000000000000:email-events"));
		try (Sandbox sandbox = Sandbox.start();
				StubDirectory directory = StubDirectory.start();
				AwsGateway gateway = AwsGateway.start(sandbox.sqsEndpoint(), template.policy("UserConsumerRole"))) {
			SandboxService service = sandbox.user().behind(gateway.endpoint());
			try (RunningApi api = RunningApi.start(UserConsumerApplication.class, service,
					"--spring.cloud.aws.sqs.listener.poll-timeout=1s", "--booking.directory.url=" + directory.url(),
					"--SQS_NOTIFICATION_EVENT_QUEUE_URL=" + service.eventQueueUrl(),
					"--booking.notification.email.ses.configuration-set=user-notification-event-queue",
					"--management.cloudwatch.metrics.export.namespace=Bookings",
					"--spring.cloud.aws.cloudwatch.endpoint=" + gateway.endpoint())) {
				api.put("/users/user-456/profile", """
						{"name":"Kim Miller","email":"user-456@example.org","locale":"en",\
						"timeZone":"America/New_York","channels":["email"]}""").expectStatus().is2xxSuccessful();
				assertThat(new SampleRun(sandbox, Duration.ofSeconds(30)).run(ServiceKind.USER))
					.contains("processed", "2 x duplicate", "SENT", "DELIVERED")
					.doesNotContain("not settled");
				assertThat(gateway.refused()).isEmpty();
				assertAlarmReads(api.bean(CloudWatchMeterRegistry.class),
						template.properties("UnresolvedConfirmationsAlarm"));
			}
		}
	}

	/**
	 * Asserts that the alarm reads a metric of the service, and expects its unit.
	 */
	private static void assertAlarmReads(CloudWatchMeterRegistry registry, Map<String, Object> alarm) {
		TimeGauge age = registry.get("booking.confirmations.unresolved.oldest").timeGauge();
		assertThat(alarm).containsEntry("MetricName", age.getId().getName() + ".value")
			.containsEntry("Dimensions", List.of(Map.of("Name", "application", "Value", "user-consumer")))
			.containsEntry("Threshold", Math.toIntExact(age.baseTimeUnit().convert(Duration.ofMinutes(15))));
		assertThat(age.getId().getTags()).containsExactly(Tag.of("application", "user-consumer"));
	}

}
