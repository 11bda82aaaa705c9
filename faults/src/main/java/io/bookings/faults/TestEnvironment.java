package io.bookings.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.sandbox.TcpProxy;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * All services as processes, the servers that they connect to, and the proxies between
 * them.
 */
final class TestEnvironment implements AutoCloseable {

	/**
	 * Five seconds more than a batch may take, which the services require. The messages
	 * of a killed instance become visible again after this time.
	 */
	private static final String VISIBILITY_SECONDS = "10";

	/** Long enough for a machine with a high load. */
	private static final Duration STARTED_WITHIN = Duration.ofMinutes(10);

	/** Shorter waiting times than the defaults, for more events in each minute. */
	private static final Map<String, String> SETTINGS = Map.ofEntries(
			Map.entry("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "2s"),
			Map.entry("BOOKING_CONSUMER_BATCH_TIMEOUT", "5s"), Map.entry("BOOKING_CONSUMER_BACK_OFF_INITIAL", "2s"),
			Map.entry("BOOKING_CONSUMER_BACK_OFF_MAX", "30s"),
			Map.entry("BOOKING_NOTIFICATION_BACK_OFF_INITIAL", "500ms"),
			Map.entry("BOOKING_NOTIFICATION_BACK_OFF_MAX", "1m"),
			Map.entry("BOOKING_DIRECTORY_BACK_OFF_INITIAL", "500ms"), Map.entry("BOOKING_DIRECTORY_BACK_OFF_MAX", "5s"),
			Map.entry("BOOKING_NOTIFICATION_PROBE_BACK_OFF_INITIAL", "500ms"),
			Map.entry("BOOKING_NOTIFICATION_PROBE_BACK_OFF_MAX", "5s"),
			Map.entry("BOOKING_NOTIFICATION_MAX_PER_SECOND", "200"), Map.entry("SPRING_SECURITY_USER_NAME", "faults"),
			Map.entry("SPRING_SECURITY_USER_PASSWORD", "faults"), Map.entry("BOOKING_DIRECTORY_USERNAME", "faults"),
			Map.entry("BOOKING_DIRECTORY_PASSWORD", "faults"));

	private final Sandbox sandbox;

	private final Postgres postgres;

	private final SqsProxy sqs;

	private final MailSink mail = MailSink.start();

	private final Map<Fault.Peer, TcpProxy> proxies = new EnumMap<>(Fault.Peer.class);

	private final Map<ServiceKind, List<ServiceInstance>> instances = new EnumMap<>(ServiceKind.class);

	private final ScheduledExecutorService orchestrator = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("orchestrator").daemon().factory());

	private final AtomicInteger restarts = new AtomicInteger();

	private final AtomicInteger slowStops = new AtomicInteger();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final List<SandboxService> services;

	private final Map<String, String> additionalEnvironment;

	private TestEnvironment(Sandbox sandbox, RunSettings settings, Map<String, String> additionalEnvironment) {
		this.sandbox = sandbox;
		this.additionalEnvironment = additionalEnvironment;
		this.services = sandbox.services()
			.stream()
			.filter((service) -> settings.services().contains(service.kind()))
			.toList();
		this.postgres = new Postgres(sandbox);
		this.sqs = SqsProxy.start(sandbox.sqsEndpoint(), settings.seed());
		this.proxies.put(Fault.Peer.DATABASE, TcpProxy.start(Postgres.port(sandbox.provider())));
		this.proxies.put(Fault.Peer.SQS, TcpProxy.start(this.sqs.port()));
		this.proxies.put(Fault.Peer.SMTP, TcpProxy.start(this.mail.port()));
	}

	/**
	 * Starts everything and waits until the services are ready.
	 */
	static TestEnvironment start(RunSettings settings) {
		return start(settings, Map.of());
	}

	/**
	 * Starts everything with additional settings.
	 * @param additionalEnvironment variables that override those of the services
	 */
	static TestEnvironment start(RunSettings settings, Map<String, String> additionalEnvironment) {
		TestEnvironment environment = new TestEnvironment(Sandbox.start(), settings, additionalEnvironment);
		Runtime.getRuntime().addShutdownHook(new Thread(environment::close, "environment-close"));
		try {
			environment.startServices(settings);
			return environment;
		}
		catch (RuntimeException ex) {
			environment.close();
			throw ex;
		}
	}

	private void startServices(RunSettings settings) {
		Path logs = createDirectory(settings.output());
		int directoryPort = Ports.free();
		this.proxies.put(Fault.Peer.DIRECTORY, TcpProxy.start(directoryPort));
		for (SandboxService service : services()) {
			this.sandbox.sqs()
				.setQueueAttributes((request) -> request.queueUrl(service.queueUrl())
					.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS)));
			List<ServiceInstance> started = new ArrayList<>();
			for (int number = 1; number <= settings.instances(); number++) {
				// The first instance of this service is the booking directory.
				boolean directory = service.kind() == ServiceKind.DIRECTORY && number == 1;
				started.add(ServiceInstance.of(service.kind(), ServiceProcess.jar(settings.root(), service.kind()),
						settings.additionalClassPath(), environment(service), directory ? directoryPort : Ports.free(),
						logs.resolve("%s-%d.log".formatted(service.kind().serviceName(), number))));
			}
			started.forEach(ServiceInstance::start);
			this.instances.put(service.kind(), started);
		}
		Instant deadline = Instant.now().plus(STARTED_WITHIN);
		for (List<ServiceInstance> started : this.instances.values()) {
			started.forEach((instance) -> instance.awaitReady(deadline));
		}
		this.orchestrator.scheduleWithFixedDelay(this::restartExited, 1, 1, TimeUnit.SECONDS);
	}

	private Map<String, String> environment(SandboxService service) {
		Map<String, String> environment = service.environment();
		environment.putAll(SETTINGS);
		environment.replaceAll((name, value) -> value
			.replace(this.sandbox.sqsEndpoint().toString(), "http://127.0.0.1:" + proxy(Fault.Peer.SQS).port())
			.replace(":" + Postgres.port(service) + "/", ":" + proxy(Fault.Peer.DATABASE).port() + "/"));
		environment.put("SPRING_MAIL_PORT", Integer.toString(proxy(Fault.Peer.SMTP).port()));
		environment.put("BOOKING_DIRECTORY_URL", "http://127.0.0.1:" + proxy(Fault.Peer.DIRECTORY).port());
		environment.putAll(this.additionalEnvironment);
		return environment;
	}

	private void restartExited() {
		this.instances.values()
			.stream()
			.flatMap(List::stream)
			.filter(ServiceInstance::hasExited)
			.forEach((instance) -> {
				this.restarts.incrementAndGet();
				instance.start();
			});
	}

	/**
	 * Stops an instance, and counts it if the stop takes too long.
	 */
	void stop(ServiceInstance instance) {
		if (!instance.stop()) {
			this.slowStops.incrementAndGet();
		}
	}

	List<SandboxService> services() {
		return this.services;
	}

	List<ServiceInstance> instances(ServiceKind kind) {
		return Objects.requireNonNull(this.instances.get(kind));
	}

	Postgres postgres() {
		return this.postgres;
	}

	SqsProxy sqs() {
		return this.sqs;
	}

	MailSink mail() {
		return this.mail;
	}

	TcpProxy proxy(Fault.Peer peer) {
		return Objects.requireNonNull(this.proxies.get(peer));
	}

	/**
	 * Returns how many instances have exited and were restarted.
	 */
	int restarts() {
		return this.restarts.get();
	}

	/**
	 * Returns how many instances were killed because they did not stop in time.
	 */
	int slowStops() {
		return this.slowStops.get();
	}

	private static Path createDirectory(Path directory) {
		try {
			return Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.orchestrator.shutdownNow();
		this.instances.values().forEach((started) -> started.forEach(ServiceInstance::close));
		this.proxies.values().forEach(TcpProxy::close);
		this.sqs.close();
		this.mail.close();
		this.sandbox.close();
	}

}
