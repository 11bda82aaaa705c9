package io.bookings.sandbox;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells the person in front of the terminal what to do with a running sandbox.
 */
final class NextSteps {

	private NextSteps() {
	}

	static String describe(Sandbox sandbox, List<ServiceProcess> processes) {
		SandboxService provider = sandbox.provider();
		SandboxService user = sandbox.user();
		String created = SampleTour.example("booking-created.json")
			.replace("test-123", "booking-1")
			// A slot that lies ahead, since nobody is told of one that has started.
			.replaceAll("(\"slot(?:Start|End)\":\")[-0-9]+", "$1" + LocalDate.now(ZoneOffset.UTC).plusDays(1));
		String confirmed = SampleTour.example("booking-confirmed.json").replace("test-123", "booking-1");
		return """
				Send messages of your own (the AWS CLI wants credentials; any will do):
				  %s
				  %s
				The same without the AWS CLI:
				  %s
				Read a dead-letter queue:
				  %s
				Databases:
				%s
				Health:
				%s
				Logs:
				%s

				Ctrl-C stops everything.""".formatted(
				aws(sandbox, "send-message", provider.queueUrl(), "--message-body '" + created + "'"),
				aws(sandbox, "send-message", user.queueUrl(), "--message-body '" + confirmed + "'"),
				"curl %s -d Action=SendMessage --data-urlencode 'MessageBody=%s'".formatted(provider.queueUrl(),
						created),
				aws(sandbox, "receive-message", provider.deadLetterQueueUrl(),
						"--message-attribute-names All --max-number-of-messages 10 --visibility-timeout 0"),
				lines(List.of(psql(provider), psql(user))),
				lines(processes.stream().map((process) -> process.health().toString()).toList()),
				lines(processes.stream().map((process) -> process.log().toString()).toList()));
	}

	private static String aws(Sandbox sandbox, String command, String queueUrl, String arguments) {
		return "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s aws sqs %s --endpoint-url %s --region %s --queue-url %s %s"
			.formatted(EmbeddedSqs.ACCESS_KEY, EmbeddedSqs.SECRET_KEY, command, sandbox.sqsEndpoint(),
					EmbeddedSqs.REGION, queueUrl, arguments);
	}

	private static String psql(SandboxService service) {
		return "psql %s  (%s)".formatted(service.jdbcUrl()
			.replace("jdbc:postgresql://", "postgresql://%s:%s@".formatted(service.username(), service.password())),
				service.jdbcUrl());
	}

	private static String lines(List<String> lines) {
		return lines.stream().map((line) -> "  " + line).collect(Collectors.joining("\n"));
	}

}
