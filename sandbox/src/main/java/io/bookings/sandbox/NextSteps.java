package io.bookings.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Commands for a running sandbox, ready to paste.
 *
 * @param sandbox the sandbox that the services run on
 * @param ports the ports of the services
 * @param credentials the credentials of the HTTP APIs
 * @param logs the directory with the logs of the services
 */
record NextSteps(Sandbox sandbox, RunPorts ports, Credentials credentials, Path logs) {

	private static final String BOOKING_ID = "booking-1";

	/**
	 * Describes the sandbox of one service, for a developer who has started it alone.
	 */
	static String ofService(SandboxService service, URI url) {
		return """

				Publish an event (the AWS CLI requires credentials; any value works):
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
	 * Describes the first steps in a local run.
	 * @param file the file that contains {@link #all()}
	 * @return three commands, and where the others are
	 */
	String summary(Path file) {
		SandboxService service = this.sandbox.service(ServiceKind.DIRECTORY);
		return """
				Operations page, user name %s, password %s:
				  %s

				Next steps:
				  Publish an event: %s
				  Look at the booking: %s
				  Read the mail: %s

				All commands, the password of the HTTP API, health and logs: %s
				Ctrl-C stops everything.""".formatted(this.credentials.username(), this.credentials.password(),
				String.join("  and  ", pages()), sendMessageWithCurl(service), booking(service.kind()),
				mail(service.kind()), file);
	}

	/**
	 * Describes everything that can be done in a local run.
	 */
	String all() {
		List<SandboxService> services = this.sandbox.services();
		List<ServiceKind> kinds = List.of(ServiceKind.values());
		return """
				Operations page, user name %s, password %s (new on each start):
				%s
				Publish an event (the AWS CLI requires credentials; any value works):
				%s
				The same without the AWS CLI:
				%s
				Look at the dead letters, which the services collect from the queues:
				%s
				Read a dead-letter queue:
				%s
				Read the latest mail to a provider, and to a user:
				%s
				The HTTP API, user name %s, password %s (new on each start):
				%s
				Databases:
				%s
				Check a body against the contract:
				  %s
				Send 200 bookings with an example publisher:
				  examples/publisher-java/run 200
				  examples/publisher-typescript/run 200
				Health:
				%s
				Logs:
				%s
				""".formatted(this.credentials.username(), this.credentials.password(),
				lines(pages(), Function.identity()), lines(services, NextSteps::sendMessage),
				lines(services, NextSteps::sendMessageWithCurl), lines(kinds, (kind) -> get(kind, "/dead-letters")),
				lines(services, NextSteps::readDeadLetters), lines(kinds, this::mail), this.credentials.username(),
				this.credentials.password(),
				lines(kinds.stream().flatMap((kind) -> requests(kind).stream()).toList(), Function.identity()),
				lines(services, NextSteps::psql), check(),
				lines(kinds, (kind) -> this.ports.url(kind) + "/actuator/health"),
				lines(kinds, (kind) -> this.logs.resolve(kind.serviceName() + ".log").toString()));
	}

	private List<String> pages() {
		return List.of(ServiceKind.values()).stream().map((kind) -> this.ports.url(kind) + "/").toList();
	}

	private String check() {
		return "curl --data-binary @- http://localhost:%d%s <<< '%s'".formatted(this.ports.check(), CheckEndpoint.PATH,
				Samples.event(ServiceKind.DIRECTORY));
	}

	private List<String> requests(ServiceKind kind) {
		ServiceKind.SampleRequests sample = kind.sampleRequests();
		List<String> requests = new ArrayList<>(
				List.of(get(kind, sample.contactPath()) + " -X PUT -H 'Content-Type: application/json' -d '"
						+ sample.contact() + "'", get(kind, sample.contactPath())));
		sample.bookingPaths(SampleRun.NEW_BOOKING_ID).forEach((path) -> requests.add(get(kind, path)));
		requests.add(get(kind, "/v3/api-docs"));
		return requests;
	}

	private String booking(ServiceKind kind) {
		return kind.sampleRequests()
			.bookingPaths(BOOKING_ID)
			.stream()
			.filter((path) -> path.contains(BOOKING_ID))
			.map((path) -> get(kind, path))
			.findFirst()
			.orElseThrow();
	}

	private String get(ServiceKind kind, String path) {
		return "curl -u %s:%s '%s%s'".formatted(this.credentials.username(), this.credentials.password(),
				this.ports.url(kind), path);
	}

	private String mail(ServiceKind kind) {
		return "curl -u %s@example.org:any 'imap://%s:%d/INBOX;MAILINDEX=*'"
			.formatted(kind.sampleRequests().recipientId(), EmbeddedMail.HOST, this.sandbox.imapPort());
	}

	private static String sendMessage(SandboxService service) {
		return aws("send-message", service.queueUrl(), "--message-body '" + sample(service) + "'");
	}

	private static String sendMessageWithCurl(SandboxService service) {
		return "curl %s -d Action=SendMessage --data-urlencode 'MessageBody=%s'".formatted(service.queueUrl(),
				sample(service));
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
		return Samples.eventForTomorrow(service.kind(), BOOKING_ID);
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
