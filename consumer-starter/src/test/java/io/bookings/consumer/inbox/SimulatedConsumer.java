package io.bookings.consumer.inbox;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.database.DatabaseTimeouts;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.message.BodyProperties;
import io.bookings.consumer.message.Envelope;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.message.OtherEvents;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.outage.DatabaseProbe;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.queue.ReceiveLimit;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import io.bookings.consumer.trace.Traces;
import io.bookings.events.BookingCreated;
import io.bookings.events.EventType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A consumer as a service has it, on a simulated queue and a simulated database, by a
 * clock that jumps from one event to the next: hours pass in milliseconds. The database
 * fails as a {@link Fault} says.
 */
final class SimulatedConsumer {

	private static final Instant BEGIN = Instant.parse("2026-11-26T00:00:00Z");

	/** Longer than any back-off, so that what can be settled is settled. */
	private static final Duration TIME_LIMIT = Duration.ofHours(11);

	/** The bookings that are committed, and how often. */
	final Map<String, Integer> stored = new HashMap<>();

	final SimulatedSqs sqs;

	private final InstantSource clock = () -> this.now;

	private final Fault fault;

	private final Policy policy;

	private final Set<String> inbox = new HashSet<>();

	private final Set<String> uncommittedInbox = new HashSet<>();

	private final List<String> uncommitted = new ArrayList<>();

	private final PollingPause pause;

	private final HeldMessages held;

	private final InboxConsumer<BookingCreated> consumer;

	private Instant now = BEGIN;

	private Instant lastFailure = Instant.MIN;

	SimulatedConsumer(int maxReceiveCount, Fault fault, Policy policy) {
		this.fault = fault;
		this.policy = policy;
		this.sqs = new SimulatedSqs(maxReceiveCount, this.clock);
		ConsumerProperties properties = TestProperties.oneBatchAtATime();
		ConsumerMetrics metrics = new ConsumerMetrics(new SimpleMeterRegistry());
		BookingQueue queue = new BookingQueue(this.sqs, properties.queue(), new AckMetrics(new SimpleMeterRegistry()));
		QueueInspector inspector = new QueueInspector(this.sqs, properties);
		this.held = new HeldMessages(queue, properties.backOff(), Long.MAX_VALUE, this.clock);
		this.pause = new PollingPause(new Probe(), Duration.ofSeconds(10), this.clock);
		Settlement settlement = new Settlement(queue, new DeadLetterQueue(this.sqs, inspector, "simulated"),
				new DeadLetterCopy((texts) -> Function.identity()), this.held, properties, metrics);
		IdempotentTransaction<BookingCreated> transaction = new IdempotentTransaction<>(new Transactions(), new Inbox(),
				new History(), new Handler(), RedriveOutcomes.NONE, (people) -> ErasedPeople.LookUp.NOBODY,
				properties.batchTimeout());
		ReceiveLimit receiveLimit = (policy == Policy.CURRENT) ? new ReceiveLimit(inspector)
				: new ReceiveLimit(inspector) {

					@Override
					public boolean isLastReceive(Message message) {
						return false;
					}

				};
		this.consumer = new InboxConsumer<>(
				new MessageDecoder<>(BookingCreated.TYPE, new BodyProperties(Envelope.NONE, OtherEvents.DEAD_LETTER),
						new UnexpectedMessages(Clock.systemUTC())),
				transaction, settlement, this.pause, receiveLimit, this.held,
				new StopSignal(new StaticApplicationContext()), properties, RedriveOutcomes.NONE,
				(messages) -> new Batch(messages, metrics,
						new BatchTrace(Traces.off(), "queue", messages, Envelope.NONE), new MessageLog(false),
						new LargeResponseLimiter(Long.MAX_VALUE)));
	}

	/**
	 * Consumes until the queue is empty, or until half a day has passed.
	 */
	void run() {
		while (!this.sqs.isEmpty() && this.now.isBefore(BEGIN.plus(TIME_LIMIT))) {
			this.pause.check();
			this.held.retry(this.pause, this.consumer::retry);
			List<Message> batch = this.pause.isOn() ? List.of() : this.sqs.receive();
			if (!batch.isEmpty()) {
				this.consumer.consume(batch);
			}
			boolean idle = batch.isEmpty() && this.held.size() == 0 && !this.pause.isOn();
			Instant next = this.now.plus(PollingPause.PROBE_INTERVAL);
			this.now = (idle && this.sqs.nextVisible().isAfter(next)) ? this.sqs.nextVisible() : next;
		}
	}

	private void fail(Point point, @Nullable String bookingId) {
		if (this.fault.strikes(point, bookingId, this.now)) {
			this.lastFailure = this.now;
			throw new InvalidDataAccessResourceUsageException("simulated",
					new SQLException("simulated", this.fault.sqlState()));
		}
	}

	/**
	 * What decides about a failure.
	 */
	enum Policy {

		/** The consumer as it is. */
		CURRENT,

		/** Messages are given back on their last receive too. */
		WITHOUT_HOLDING,

		/** As in version 1.0: an error code stands for an outage. */
		OUTAGE_BY_ERROR_CODE

	}

	/**
	 * Where a batch can fail.
	 */
	enum Point {

		BEGIN, INSERT, FIND, HANDLER, COMMIT

	}

	/**
	 * A failure of the database.
	 *
	 * @param bookingId whom it strikes, {@code null} for every booking
	 * @param share the part of the calls that fail, from 0 to 1
	 */
	record Fault(Point point, @Nullable String sqlState, @Nullable String bookingId, double share, Duration duration,
			RandomGenerator random) {

		Instant end() {
			return BEGIN.plus(this.duration);
		}

		boolean strikes(Point point, @Nullable String bookingId, Instant now) {
			return point == this.point && now.isBefore(end())
					&& (this.bookingId == null || this.bookingId.equals(bookingId))
					&& this.random.nextDouble() < this.share;
		}

		@Override
		public String toString() {
			return "%s at %s of %s, %.0f %% of the calls for %s".formatted(this.sqlState, this.point,
					(this.bookingId != null) ? this.bookingId : "all bookings", this.share * 100, this.duration);
		}

	}

	private final class Transactions extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			fail(Point.BEGIN, null);
			SimulatedConsumer.this.uncommitted.clear();
			SimulatedConsumer.this.uncommittedInbox.clear();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			for (String id : new TreeSet<>(SimulatedConsumer.this.uncommittedInbox)) {
				fail(Point.COMMIT, id);
			}
			SimulatedConsumer.this.inbox.addAll(SimulatedConsumer.this.uncommittedInbox);
			SimulatedConsumer.this.uncommitted
				.forEach((id) -> SimulatedConsumer.this.stored.merge(id, 1, Integer::sum));
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	private final class Inbox extends ProcessedBookings {

		private final Map<String, byte[]> hashes = new HashMap<>();

		private Inbox() {
			super(new NamedParameterJdbcTemplate(new SimpleDriverDataSource()),
					new DatabaseTimeouts(Duration.ofSeconds(20)));
		}

		@Override
		Inserted insert(String eventType, SortedMap<String, ? extends Delivery<?>> deliveries,
				ErasedPeople.LookUp people) {
			Set<String> inserted = new HashSet<>();
			deliveries.forEach((id, delivery) -> {
				fail(Point.INSERT, id);
				if (!SimulatedConsumer.this.inbox.contains(id)) {
					inserted.add(id);
					this.hashes.put(id, delivery.contentHash());
				}
			});
			SimulatedConsumer.this.uncommittedInbox.addAll(inserted);
			return new Inserted(inserted, Map.of());
		}

		@Override
		Map<String, byte[]> contentHashes(String eventType, Collection<String> bookingIds) {
			bookingIds.forEach((id) -> fail(Point.FIND, id));
			Map<String, byte[]> found = new HashMap<>(this.hashes);
			found.keySet().retainAll(bookingIds);
			return found;
		}

	}

	private final class History extends HistoryTable {

		private History() {
			super(JdbcClient.create(new SimpleDriverDataSource()));
		}

		@Override
		public void append(String eventType, List<Line> lines) {
			lines.forEach((line) -> fail(Point.FIND, line.bookingId()));
		}

	}

	private final class Handler implements BookingEventHandler<BookingCreated> {

		@Override
		public EventType<BookingCreated> eventType() {
			return BookingCreated.TYPE;
		}

		@Override
		public void handle(List<BookingCreated> events) {
			for (BookingCreated event : events) {
				fail(Point.HANDLER, event.bookingId());
				SimulatedConsumer.this.uncommitted.add(event.bookingId());
			}
		}

		@Override
		public String describe(BookingCreated event) {
			return "Stored";
		}

	}

	/**
	 * Writes to the inbox as a batch does, and takes it back.
	 */
	private final class Probe extends DatabaseProbe {

		private Probe() {
			super(new SimpleDriverDataSource(), JdbcClient.create(new SimpleDriverDataSource()),
					TransactionOperations.withoutTransaction());
		}

		@Override
		public void ping() {
		}

		@Override
		public void write() {
			if (SimulatedConsumer.this.policy == Policy.OUTAGE_BY_ERROR_CODE
					&& SimulatedConsumer.this.lastFailure.equals(SimulatedConsumer.this.now)) {
				throw new IllegalStateException("The error code alone decides that the database is away");
			}
			fail(Point.BEGIN, null);
			fail(Point.INSERT, null);
		}

	}

}
