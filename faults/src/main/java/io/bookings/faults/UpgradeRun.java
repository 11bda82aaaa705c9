package io.bookings.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.Booking;
import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;

/**
 * A rolling upgrade from one version to another and back, under load, started by
 * {@code faults/upgrade}. Both versions use one queue and one database. Nothing may be
 * lost, happen twice or be dead-lettered.
 */
public final class UpgradeRun {

	private static final int PER_SECOND = 50;

	private static final int INSTANCES = 2;

	private static final Duration BETWEEN = Duration.ofSeconds(15);

	/** Long enough for a machine with a high load. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Sandbox sandbox;

	private final SandboxService service;

	private final Path logs;

	private final Map<String, Instant> sent = new ConcurrentHashMap<>();

	private final List<ServiceInstance> running = new ArrayList<>();

	private final AtomicInteger started = new AtomicInteger();

	private UpgradeRun(Sandbox sandbox, Path logs) {
		this.sandbox = sandbox;
		this.service = sandbox.service(ServiceKind.PROVIDER);
		this.logs = logs;
	}

	/**
	 * Runs provider-consumer, first without and then with an upgrade, prints the results,
	 * and exits with 1 if the promise was broken.
	 * @param args the jar of the previous version, the jar of the new version, and the
	 * directory for the logs
	 */
	public static void main(String[] args) throws Exception {
		Path previous = Path.of(args[0]).toAbsolutePath();
		Path next = Path.of(args[1]).toAbsolutePath();
		Path logs = Files.createDirectories(Path.of(args[2]));
		boolean kept = run("without an upgrade", logs.resolve("without"), previous, previous, false)
				& run("with an upgrade", logs.resolve("with"), previous, next, true);
		System.exit(kept ? 0 : 1);
	}

	private static boolean run(String title, Path logs, Path previous, Path next, boolean upgrade) throws Exception {
		try (Sandbox sandbox = Sandbox.start()) {
			return new UpgradeRun(sandbox, logs).run(title, previous, next, upgrade);
		}
	}

	private boolean run(String title, Path previous, Path next, boolean upgrade) throws Exception {
		AtomicBoolean publishing = new AtomicBoolean(true);
		try {
			for (int i = 0; i < INSTANCES; i++) {
				start(previous);
			}
			putContact();
			warmUp();
			Thread publisher = Thread.ofPlatform().start(() -> publish(publishing));
			Thread.sleep(BETWEEN);
			if (upgrade) {
				replaceAllBy(next);
			}
			Thread.sleep(BETWEEN);
			if (upgrade) {
				replaceAllBy(previous);
			}
			Thread.sleep(BETWEEN);
			publishing.set(false);
			publisher.join();
			awaitSettled();
			return report(title);
		}
		finally {
			publishing.set(false);
			this.running.forEach(ServiceInstance::close);
		}
	}

	private ServiceInstance start(Path jar) {
		ServiceInstance instance = ServiceInstance.of(this.service.kind(), jar, List.of(), this.service.environment(),
				Ports.free(), this.logs.resolve("instance-%d.log".formatted(this.started.incrementAndGet())));
		instance.start();
		this.running.add(instance);
		instance.awaitReady(Instant.now().plus(PATIENCE));
		return instance;
	}

	/**
	 * Starts one new instance and then stops one old instance, until all are new.
	 */
	private void replaceAllBy(Path jar) {
		for (ServiceInstance old : List.copyOf(this.running)) {
			start(jar);
			if (!old.stop()) {
				throw new IllegalStateException("An instance did not stop within its grace period.");
			}
			this.running.remove(old);
			System.out.printf("  replaced one instance after %d messages%n", this.sent.size());
		}
	}

	private void putContact() throws SQLException {
		try (Connection connection = this.service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(
					"""
							insert into provider_contact (provider_id, name, email, locale, time_zone, channels, updated_at)
							values ('provider-1', 'Praxis', 'provider-1@example.org', 'de', 'Europe/Berlin', '{email}', now())""");
		}
	}

	/**
	 * The first messages of a process are slow. They do not count.
	 */
	private void warmUp() throws Exception {
		for (int i = 0; i < 20 * PER_SECOND; i++) {
			send("warm-up-" + i);
		}
		awaitSettled();
		this.sent.clear();
	}

	/**
	 * Publishes at a constant rate, also if a single request takes longer.
	 */
	private void publish(AtomicBoolean publishing) {
		long begin = System.nanoTime();
		try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; publishing.get(); i++) {
				long due = begin + i * 1_000_000_000L / PER_SECOND;
				Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
				String bookingId = "booking-" + i;
				requests.execute(() -> send(bookingId));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void send(String bookingId) {
		Instant slot = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
		Booking booking = new Booking(bookingId, "user-1", "provider-1", "slot-1", slot, slot.plusSeconds(3600),
				slot.minusSeconds(3600));
		String body = BookingEventCodec.encode(this.service.kind().event(booking));
		this.sent.put(bookingId, Instant.now());
		this.service.send(body);
	}

	/**
	 * Waits until the queue is empty and no notification is pending.
	 */
	private void awaitSettled() throws Exception {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (!this.service.messages().isEmpty()
				|| count("select count(*) from notification where status = 'PENDING'") > 0) {
			if (Instant.now().isAfter(deadline)) {
				System.out.println("  not settled within " + PATIENCE);
				return;
			}
			Thread.sleep(Duration.ofMillis(200));
		}
	}

	private boolean report(String title) throws SQLException {
		List<Long> latencies = new ArrayList<>();
		long lost = 0;
		Map<String, Instant> stored = stored();
		for (Map.Entry<String, Instant> message : this.sent.entrySet()) {
			Instant at = stored.get(message.getKey());
			if (at == null) {
				lost++;
			}
			else {
				latencies.add(Duration.between(message.getValue(), at).toMillis());
			}
		}
		Collections.sort(latencies);
		long notifications = count("select count(*) from notification where booking_id like 'booking-%'");
		long notified = count(
				"select count(*) from notification where booking_id like 'booking-%' and status = 'SENT'");
		long warmUps = count("select count(*) from notification where booking_id like 'warm-up-%'");
		long mails = this.sandbox.mail().count() - warmUps;
		int deadLetters = this.service.deadLetterMessages().total();
		System.out.printf("%s: %d sent, %d lost, %d notifications, %d of them sent, %d mails, %d dead letters, ", title,
				this.sent.size(), lost, notifications, notified, mails, deadLetters);
		System.out.printf("latency p50 %d ms, p99 %d ms, max %d ms%n", percentile(latencies, 50),
				percentile(latencies, 99), percentile(latencies, 100));
		return lost == 0 && deadLetters == 0 && notifications == this.sent.size() && notified == this.sent.size()
				&& mails == this.sent.size();
	}

	private static long percentile(List<Long> sorted, int percent) {
		return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
	}

	private Map<String, Instant> stored() throws SQLException {
		Map<String, Instant> stored = new TreeMap<>();
		try (Connection connection = this.service.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement("""
						select p.booking_id, p.processed_at from processed_booking p
						join booking_request r on r.booking_id = p.booking_id""");
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				stored.put(rows.getString(1), rows.getTimestamp(2).toInstant());
			}
		}
		return stored;
	}

	private long count(String sql) throws SQLException {
		try (Connection connection = this.service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getLong(1);
		}
	}

}
