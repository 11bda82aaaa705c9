package io.bookings.sandbox;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells the person in front of the terminal what to do with a running sandbox.
 */
final class NextSteps {

	private NextSteps() {
	}

	/**
	 * For one service, which has been started by whoever works on it.
	 */
	static String describe(SandboxService service, URI url) {
		return """

				Send a message (the AWS CLI wants credentials; any will do):
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
	 * For the local run of both services.
	 */
	static String describe(Sandbox sandbox, HttpApi providerApi, HttpApi userApi, List<ServiceProcess> services) {
		SandboxService provider = sandbox.provider();
		SandboxService user = sandbox.user();
		return """
				Send messages of your own (the AWS CLI wants credentials; any will do):
				  %s
				  %s
				The same without the AWS CLI:
				  %s
				Read a dead-letter queue:
				  %s
				Read the latest mail to the provider, or to the user:
				%s
				The HTTP API, name %s, password %s (new with each start):
				%s
				Databases:
				%s
				Health:
				%s
				Logs:
				%s

				Ctrl-C stops everything.""".formatted(sendMessage(provider), sendMessage(user),
				"curl %s -d Action=SendMessage --data-urlencode 'MessageBody=%s'".formatted(provider.queueUrl(),
						sample(provider)),
				readDeadLetters(provider), lines(List.of(mail(sandbox, "provider-789"), mail(sandbox, "user-456"))),
				providerApi.credentials().username(), providerApi.credentials().password(),
				lines(List.of(put(providerApi, Samples.PROVIDER_CONTACT_PATH, Samples.PROVIDER_CONTACT),
						get(providerApi, Samples.PROVIDER_CONTACT_PATH),
						get(providerApi, "/booking-requests?providerId=provider-789"),
						get(providerApi, "/booking-requests/test-124"), get(providerApi, "/bookings/test-124/history"),
						get(providerApi, "/v3/api-docs"), put(userApi, Samples.USER_PROFILE_PATH, Samples.USER_PROFILE),
						get(userApi, Samples.USER_PROFILE_PATH), get(userApi, "/users/user-456/bookings"),
						get(userApi, "/bookings/test-124/history"), get(userApi, "/v3/api-docs"))),
				lines(List.of(psql(provider), psql(user))),
				lines(services.stream().map((service) -> service.health().toString()).toList()),
				lines(services.stream().map((service) -> service.log().toString()).toList()));
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
		return switch (service.kind()) {
			case PROVIDER -> Samples.createdForTomorrow("booking-1");
			case USER -> Samples.confirmed("booking-1");
		};
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
