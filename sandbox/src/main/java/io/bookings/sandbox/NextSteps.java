package io.bookings.sandbox;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Commands for a running sandbox, ready to paste.
 */
final class NextSteps {

	private NextSteps() {
	}

	/**
	 * Describes the sandbox of one service, for a developer who has started it alone.
	 */
	static String describe(SandboxService service, URI url) {
		return """

				Send a message (the AWS CLI requires credentials; any value works):
				  %s
				Read the dead-letter queue:
				  %s
				Database:
				  %s
				Health:
				  %s/actuator/health

				Ctrl-C stops everything.""".formatted(sendMessage(service), readDeadLetters(service), psql(service),
				url);
	}

	/**
	 * Describes the local run of all services.
	 * @param processes the services, in the same order as those of the sandbox
	 */
	static String describe(Sandbox sandbox, RunPorts ports, Credentials credentials, List<ServiceProcess> processes) {
		List<SandboxService> services = sandbox.services();
		SandboxService first = services.getFirst();
		return """
				Send messages of your own (the AWS CLI requires credentials; any value works):
				%s
				The same without the AWS CLI:
				  %s
				Read a dead-letter queue:
				%s
				Read the latest mail to the provider, or to the user:
				%s
				The HTTP API, user name %s, password %s (new on each start):
				%s
				Databases:
				%s
				Health:
				%s
				Logs:
				%s

				Ctrl-C stops everything.""".formatted(lines(services, NextSteps::sendMessage),
				"curl %s -d Action=SendMessage --data-urlencode 'MessageBody=%s'".formatted(first.queueUrl(),
						sample(first)),
				lines(services, NextSteps::readDeadLetters),
				lines(services, (service) -> mail(sandbox, service.kind().sampleRequests().recipientId())),
				credentials.username(), credentials.password(),
				services.stream()
					.map((service) -> lines(
							requests(service.kind(), new HttpApi(ports.url(service.kind()), credentials)),
							Function.identity()))
					.collect(Collectors.joining("\n")),
				lines(services, NextSteps::psql), lines(processes, (process) -> process.health().toString()),
				lines(processes, (process) -> process.log().toString()));
	}

	private static List<String> requests(SandboxService.Kind kind, HttpApi api) {
		SandboxService.Kind.SampleRequests sample = kind.sampleRequests();
		List<String> requests = new ArrayList<>(
				List.of(put(api, sample.contactPath(), sample.contact()), get(api, sample.contactPath())));
		sample.bookingPaths(SampleRun.NEW_BOOKING_ID).forEach((path) -> requests.add(get(api, path)));
		requests.add(get(api, "/v3/api-docs"));
		return requests;
	}

	private static String get(HttpApi api, String path) {
		return "curl -u %s:%s '%s%s'".formatted(api.credentials().username(), api.credentials().password(), api.url(),
				path);
	}

	private static String put(HttpApi api, String path, String json) {
		return "%s -X PUT -H 'Content-Type: application/json' -d '%s'".formatted(get(api, path), json);
	}

	private static String mail(Sandbox sandbox, String recipient) {
		return "curl -u %s@example.org:any 'imap://%s:%d/INBOX;MAILINDEX=*'".formatted(recipient, EmbeddedMail.HOST,
				sandbox.imapPort());
	}

	private static String sendMessage(SandboxService service) {
		return aws("send-message", service.queueUrl(), "--message-body '" + sample(service) + "'");
	}

	private static String readDeadLetters(SandboxService service) {
		return aws("receive-message", service.deadLetterQueueUrl(),
				"--message-attribute-names All --max-number-of-messages 10 --visibility-timeout 0");
	}

	private static String aws(String command, String queueUrl, String arguments) {
		return "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s aws sqs %s --endpoint-url %s --region %s --queue-url %s %s"
			.formatted(Queues.ACCESS_KEY, Queues.SECRET_KEY, command, URI.create(queueUrl).resolve("/"), Queues.REGION,
					queueUrl, arguments);
	}

	private static String sample(SandboxService service) {
		return Samples.eventForTomorrow(service.kind(), "booking-1");
	}

	private static String psql(SandboxService service) {
		return "psql %s  (%s)".formatted(service.jdbcUrl()
			.replace("jdbc:postgresql://", "postgresql://%s:%s@".formatted(service.username(), service.password())),
				service.jdbcUrl());
	}

	private static <T> String lines(List<T> values, Function<T, String> line) {
		return values.stream().map((value) -> "  " + line.apply(value)).collect(Collectors.joining("\n"));
	}

}
