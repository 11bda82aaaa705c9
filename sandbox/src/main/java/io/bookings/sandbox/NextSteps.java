package io.bookings.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells the person in front of the terminal what to do with a running sandbox.
 */
final class NextSteps {

	private NextSteps() {
	}

	static String describe(Sandbox sandbox, HttpApi providerApi, HttpApi userApi, List<ServiceProcess> services) {
		SandboxService provider = sandbox.provider();
		SandboxService user = sandbox.user();
		String created = Samples.createdForTomorrow("booking-1");
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

				Ctrl-C stops everything.""".formatted(
				aws(sandbox, "send-message", provider.queueUrl(), "--message-body '" + created + "'"),
				aws(sandbox, "send-message", user.queueUrl(),
						"--message-body '" + Samples.confirmed("booking-1") + "'"),
				"curl %s -d Action=SendMessage --data-urlencode 'MessageBody=%s'".formatted(provider.queueUrl(),
						created),
				aws(sandbox, "receive-message", provider.deadLetterQueueUrl(),
						"--message-attribute-names All --max-number-of-messages 10 --visibility-timeout 0"),
				lines(List.of(mail(sandbox, "provider-789"), mail(sandbox, "user-456"))),
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

	private static String aws(Sandbox sandbox, String command, String queueUrl, String arguments) {
		return "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s aws sqs %s --endpoint-url %s --region %s --queue-url %s %s"
			.formatted(Queues.ACCESS_KEY, Queues.SECRET_KEY, command, sandbox.sqsEndpoint(), Queues.REGION, queueUrl,
					arguments);
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
