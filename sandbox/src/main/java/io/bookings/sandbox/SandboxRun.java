package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The local run without Docker, started by {@code sandbox/run}: starts all services on a
 * sandbox, sends sample messages, and runs until Ctrl-C.
 */
public final class SandboxRun {

	/**
	 * Long enough for a machine with a high load.
	 */
	private static final Duration READY_WITHIN = Duration.ofMinutes(5);

	private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

	/**
	 * Longer than a service needs to stop while it processes messages.
	 */
	private static final Duration STOPPED_WITHIN = Duration.ofSeconds(25);

	private final Path root;

	private final Path logs;

	private final RunPorts ports;

	private final Credentials credentials = Credentials.generate();

	private final List<ServiceProcess> services = new ArrayList<>();

	private @Nullable Sandbox sandbox;

	private @Nullable CheckEndpoint checkEndpoint;

	private volatile boolean stopping;

	private SandboxRun(Path root, RunPorts ports) {
		this.root = root;
		this.logs = root.resolve("sandbox/target/logs");
		this.ports = ports;
	}

	/**
	 * @param args the directory of the repository; the current one if absent
	 */
	public static void main(String[] args) throws InterruptedException {
		try {
			Path root = Path.of((args.length > 0) ? args[0] : "").toAbsolutePath().normalize();
			for (ServiceKind kind : ServiceKind.values()) {
				ServiceProcess.jar(root, kind);
			}
			new SandboxRun(root, RunPorts.from(System.getenv())).run();
		}
		catch (SandboxException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() throws InterruptedException {
		Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "sandbox-stop"));
		try {
			print("Starting SQS on port %d, PostgreSQL and a mail server.".formatted(this.ports.sqs()));
			Sandbox sandbox = start();
			Instant deadline = Instant.now().plus(READY_WITHIN);
			for (ServiceProcess service : this.services) {
				print("Waiting for %s. Its log: %s".formatted(service.name(), service.log()));
				service.awaitReady(deadline);
			}
			print("All services are ready. Creating a contact for a provider and for a user.");
			for (ServiceKind kind : ServiceKind.values()) {
				new HttpApi(this.ports.url(kind), this.credentials).put(kind.sampleRequests().contactPath(),
						kind.sampleRequests().contact());
			}
			print("Sending messages and waiting for their results.");
			print("");
			print(new SampleRun(sandbox, SETTLED_WITHIN).run());
			print("");
			write("publisher.env", PublisherEnvironment.shell(PublisherEnvironment.create(sandbox)));
			NextSteps steps = new NextSteps(sandbox, this.ports, this.credentials, this.logs);
			print(steps.summary(write("next-steps.txt", steps.all())));
			awaitEnd();
		}
		catch (SandboxException ex) {
			// A failure during the stop is expected.
			if (!this.stopping) {
				throw ex;
			}
		}
	}

	private Path write(String name, String content) {
		Path file = this.root.resolve("sandbox/target").resolve(name);
		try {
			return Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new SandboxException("%s cannot be written: %s".formatted(file, ex.getMessage()), ex);
		}
	}

	private synchronized Sandbox start() {
		Sandbox started = Sandbox.start(this.ports.sqs());
		this.sandbox = started;
		this.checkEndpoint = CheckEndpoint.start(this.ports.check());
		if (this.stopping) {
			throw new SandboxException("Stopped while starting.");
		}
		Map<String, String> shared = this.credentials.environment(this.ports.url(ServiceKind.DIRECTORY));
		for (SandboxService service : started.services()) {
			this.services.add(start(service, shared));
		}
		return started;
	}

	private ServiceProcess start(SandboxService service, Map<String, String> shared) {
		ServiceKind kind = service.kind();
		Map<String, String> environment = new HashMap<>(shared);
		environment.putAll(service.environment());
		environment.putAll(this.credentials.timelineEnvironment(this.ports.other(kind)));
		environment.putAll(service.receiptEnvironment());
		environment.put("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "2s");
		environment.put("BOOKING_DEADLETTERS_COLLECT", "true");
		Path log = this.logs.resolve(kind.serviceName() + ".log");
		try {
			Files.deleteIfExists(log);
		}
		catch (IOException ex) {
			throw new SandboxException("%s cannot be deleted: %s".formatted(log, ex.getMessage()), ex);
		}
		return ServiceProcess.start(kind.serviceName(), ServiceProcess.command(ServiceProcess.jar(this.root, kind)),
				environment, Objects.requireNonNull(this.ports.services().get(kind)), log);
	}

	/**
	 * Waits for the end of a service, which is always a failure.
	 */
	private void awaitEnd() {
		CompletableFuture.anyOf(this.services.stream().map(ServiceProcess::onExit).toArray(CompletableFuture[]::new))
			.join();
		this.services.stream().filter((service) -> !service.isAlive()).findFirst().ifPresent((service) -> {
			throw service.exited();
		});
	}

	/**
	 * Stops the services first, because they need the sandbox for an orderly stop. Waits
	 * for a start in progress, so that no process is left.
	 */
	private void stop() {
		this.stopping = true;
		synchronized (this) {
			if (this.sandbox == null) {
				return;
			}
			print("");
			print("Stopping.");
			this.services.forEach(ServiceProcess::requestStop);
			Instant deadline = Instant.now().plus(STOPPED_WITHIN);
			this.services.forEach((service) -> service.awaitStop(deadline));
			if (this.checkEndpoint != null) {
				this.checkEndpoint.close();
			}
			this.sandbox.close();
			print("Everything is stopped.");
		}
	}

	private static void print(String text) {
		System.out.println(text);
	}

}
