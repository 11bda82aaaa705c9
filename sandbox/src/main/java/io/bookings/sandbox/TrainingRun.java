package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Gives a service typical work on a sandbox, while the JVM records an AOT cache
 * (<a href="https://openjdk.org/jeps/514">JEP 514</a>,
 * <a href="https://openjdk.org/jeps/515">JEP 515</a>): bookings, duplicates, conflicts,
 * invalid messages, mails, the HTTP API, metrics and traces. The caller passes the
 * options for the recording in the command.
 */
public final class TrainingRun {

	private static final int BATCHES = 300;

	private static final int BATCH = 10;

	/**
	 * One of so many bookings in a batch has a slot in the future, and is notified.
	 */
	private static final int NOTIFIED_EVERY = 5;

	private static final Duration READY_WITHIN = Duration.ofMinutes(10);

	private static final Duration SETTLED_WITHIN = Duration.ofMinutes(15);

	/** The JVM writes the cache when it ends. */
	private static final Duration ENDED_WITHIN = Duration.ofMinutes(5);

	private TrainingRun() {
	}

	/**
	 * Starts the command with the environment of a service, sends messages, stops it, and
	 * waits until it has ended.
	 * @param args the name of the service, then the command that starts it
	 */
	public static void main(String[] args) {
		try {
			ServiceKind kind = Arrays.stream(ServiceKind.values())
				.filter((candidate) -> args.length > 1 && candidate.serviceName().equals(args[0]))
				.findFirst()
				.orElseThrow(() -> new SandboxException(
						"Pass the name of a service (%s), then the command that starts it.".formatted(names())));
			run(kind, List.of(args).subList(1, args.length));
		}
		catch (SandboxException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
		catch (IOException | InterruptedException ex) {
			System.err.println("The training run failed: " + ex);
			System.exit(1);
		}
	}

	private static String names() {
		return Arrays.stream(ServiceKind.values()).map(ServiceKind::serviceName).collect(Collectors.joining(" or "));
	}

	private static void run(ServiceKind kind, List<String> command) throws IOException, InterruptedException {
		Credentials credentials = Credentials.generate();
		try (Sandbox sandbox = Sandbox.start();
				StubDirectory directory = StubDirectory.start();
				StubCollector collector = StubCollector.start()) {
			SandboxService service = sandbox.service(kind);
			Map<String, String> environment = new HashMap<>(credentials.environment(directory.url()));
			environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url().toString());
			environment.putAll(service.environment());
			environment.put("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "2s");
			ServiceProcess process = ServiceProcess.start(kind.serviceName(), command, environment, Ports.free(),
					Files.createTempFile("training-", ".log"));
			try {
				process.awaitReady(Instant.now().plus(READY_WITHIN));
				HttpApi api = new HttpApi(process.url(), credentials);
				api.put(kind.sampleRequests().contactPath(), kind.sampleRequests().contact());
				send(service);
				awaitSettled(service, process);
				callApi(kind, api);
			}
			finally {
				process.requestStop();
				process.awaitStop(Instant.now().plus(ENDED_WITHIN));
			}
			System.out.printf("%s has processed %d bookings and sent %d mails.%n", kind.serviceName(), BATCHES * BATCH,
					sandbox.mail().count());
		}
	}

	/**
	 * Every tenth batch is followed by a duplicate, a conflict and a malformed message.
	 */
	private static void send(SandboxService service) {
		for (int batch = 0; batch < BATCHES; batch++) {
			List<String> bodies = new ArrayList<>();
			for (int i = 0; i < BATCH; i++) {
				bodies.add(body(service.kind(), batch, i));
			}
			send(service, bodies);
			if (batch % 10 == 0) {
				send(service, List.of(bodies.getFirst(), bodies.getLast().replace("provider-789", "provider-790"),
						"{\"bookingId\":"));
			}
		}
	}

	private static String body(ServiceKind kind, int batch, int i) {
		String bookingId = "training-%d-%d".formatted(batch, i);
		return (i % NOTIFIED_EVERY == 0) ? Samples.eventForTomorrow(kind, bookingId) : Samples.event(kind, bookingId);
	}

	private static void send(SandboxService service, List<String> bodies) {
		List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
		bodies.forEach((body) -> entries
			.add(SendMessageBatchRequestEntry.builder().id(String.valueOf(entries.size())).messageBody(body).build()));
		service.sqs().sendMessageBatch((request) -> request.queueUrl(service.queueUrl()).entries(entries));
	}

	private static void awaitSettled(SandboxService service, ServiceProcess process) throws InterruptedException {
		Instant deadline = Instant.now().plus(SETTLED_WITHIN);
		while (!service.messages().isEmpty() || NotificationResult.anyPending(service)) {
			if (!process.isAlive()) {
				throw process.exited();
			}
			if (Instant.now().isAfter(deadline)) {
				throw new SandboxException("The messages were not settled in time. See " + process.log());
			}
			Thread.sleep(250);
		}
	}

	private static void callApi(ServiceKind kind, HttpApi api) throws InterruptedException {
		List<String> paths = new ArrayList<>(
				List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"));
		paths.addAll(kind.sampleRequests().bookingPaths("training-0-0"));
		for (int i = 0; i < 20; i++) {
			for (String path : paths) {
				api.get(path);
			}
		}
	}

}
