package io.bookings.consumer.deadletter;

import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.QueueInspector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SqsException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends the letters whose redrive or repair was requested to the source queue.
 * <p>
 * A letter is marked before it is sent, in a transaction of its own. If the process ends
 * before it has stored the answer, or if SQS does not answer, the letter stays marked and
 * is not sent again, because the message may be in the queue. Its outcome shows when it
 * is consumed; otherwise a person decides.
 */
public class Redriver implements AutoCloseable {

	private static final int BATCH = 10;

	/** The size from which on a batch ends, to limit the memory. */
	private static final int BATCH_BYTES = 2 * 1024 * 1024;

	private static final Duration IDLE = Duration.ofSeconds(1);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

	private static final long PROBE_NANOS = Duration.ofSeconds(10).toNanos();

	private static final int THROTTLED = 429;

	/**
	 * Letters of one booking are sent one after the other, so that they are processed in
	 * the order of the dry run.
	 */
	private static final String DUE = """
			select action.id, action.dead_letter_id, action.token, action.per_second,
				greatest(body_bytes, octet_length(action.body)) as bytes
			from dead_letter_action action join dead_letter letter on letter.id = action.dead_letter_id
			where action.state = 'REQUESTED' and action.send_after <= clock_timestamp() and letter.state = 'REQUESTED'
				and not exists (
					select from dead_letter earlier
					where earlier.booking_id = letter.booking_id and earlier.id < letter.id
						and earlier.state in ('REQUESTED', 'SENDING', 'SENT'))
			order by action.send_after, action.id limit :rows for update of letter skip locked""";

	/**
	 * After a request for thousands of letters, the statistics of the tables are wrong
	 * for a while, and the planner would read all of them for each batch.
	 */
	private static final String BY_INDEX = """
			select set_config(name, 'off', true)
			from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_sort']) as t (name)""";

	private static final String MARK_LETTERS = """
			update dead_letter set state = 'SENDING' where id = any(:letters) and state = 'REQUESTED'""";

	private static final String MARK_ACTIONS = """
			update dead_letter_action set state = 'SENDING', changed_at = clock_timestamp()
			where id = any(:actions) and state = 'REQUESTED' returning id""";

	private static final String CONTENT = """
			select action.id, coalesce(action.body, letter.body) as body, letter.attributes
			from dead_letter_action action join dead_letter letter on letter.id = action.dead_letter_id
			where action.id = any(:actions)""";

	private static final String LOCK = "select id from dead_letter where id = any(:letters) order by id for update";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final BookingQueue queue;

	private final QueueInspector inspector;

	private final PollingPause pause;

	private final Duration idle;

	private final ReentrantLock running = new ReentrantLock();

	private volatile boolean stopping;

	private volatile Duration delay = Duration.ZERO;

	private long reachedAt = System.nanoTime() - PROBE_NANOS;

	private static final Logger logger = LoggerFactory.getLogger(Redriver.class);

	/**
	 * Creates the redriver.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param queue the source queue
	 * @param inspector tests whether SQS answers
	 * @param pause whether the database is unavailable
	 * @param collecting whether letters are collected, and requests are to be expected
	 */
	public Redriver(JdbcClient jdbc, TransactionOperations transaction, BookingQueue queue, QueueInspector inspector,
			PollingPause pause, boolean collecting) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.queue = queue;
		this.inspector = inspector;
		this.pause = pause;
		this.idle = collecting ? IDLE : AFTER_FAILURE;
	}

	/**
	 * Sends the letters that are due, at most {@value #BATCH}. Not for use by several
	 * threads at once.
	 */
	public void run() {
		this.delay = AFTER_FAILURE;
		this.running.lock();
		try {
			if (!this.stopping && !this.pause.isOn()) {
				sendDue();
			}
		}
		finally {
			this.running.unlock();
		}
	}

	/**
	 * Returns the delay until the next run.
	 * @return a short one while letters are due
	 */
	public Duration delay() {
		return this.delay;
	}

	private void sendDue() {
		if (!isAnyDue()) {
			this.delay = this.idle;
			return;
		}
		probe();
		long begun = System.nanoTime();
		List<Due> claimed = claim();
		if (claimed.isEmpty()) {
			this.delay = this.idle;
			return;
		}
		List<Sent> results = send(claimed);
		store(results);
		if (results.stream().anyMatch((sent) -> sent.failure() != null)) {
			this.reachedAt = System.nanoTime() - PROBE_NANOS;
			return;
		}
		int perSecond = claimed.stream().mapToInt(Due::perSecond).min().orElse(1);
		Duration paced = Duration.ofMillis(1000L * claimed.size() / perSecond).minusNanos(System.nanoTime() - begun);
		this.delay = paced.isNegative() ? Duration.ZERO : paced;
	}

	private boolean isAnyDue() {
		return this.jdbc.sql("""
				select exists (select from dead_letter_action where state = 'REQUESTED'
					and send_after <= clock_timestamp())""").query(Boolean.class).single();
	}

	/**
	 * Fails if SQS does not answer: each letter that is sent then would stay uncertain.
	 */
	private void probe() {
		if (System.nanoTime() - this.reachedAt > PROBE_NANOS) {
			this.inspector.queue().join();
			this.reachedAt = System.nanoTime();
		}
	}

	private List<Due> claim() {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			this.jdbc.sql(BY_INDEX).query(String.class).list();
			List<Due> due = new ArrayList<>();
			int bytes = 0;
			for (Due one : this.jdbc.sql(DUE)
				.param("rows", BATCH)
				.query((row, number) -> new Due(row.getLong("id"), row.getLong("dead_letter_id"),
						row.getObject("token", UUID.class), row.getInt("per_second"), row.getInt("bytes")))
				.list()) {
				if (due.isEmpty() || bytes + one.bytes() <= BATCH_BYTES) {
					due.add(one);
					bytes += one.bytes();
				}
			}
			if (!due.isEmpty()) {
				this.jdbc.sql(MARK_LETTERS).param("letters", letters(due)).update();
				List<Long> marked = this.jdbc.sql(MARK_ACTIONS).param("actions", actions(due)).query((row, number) -> row.getLong("id")).list();
				due.removeIf((one) -> !marked.contains(one.action()));
			}
			return due;
		}));
	}

	private List<Sent> send(List<Due> claimed) {
		Map<Long, Content> contents = new HashMap<>();
		this.jdbc.sql(CONTENT).param("actions", actions(claimed)).query((row) -> {
			contents.put(row.getLong("id"), new Content(row.getString("body"), row.getString("attributes")));
		});
		List<CompletableFuture<Sent>> results = new ArrayList<>();
		for (Due due : claimed) {
			Content content = Objects.requireNonNull(contents.get(due.action()));
			Map<String, MessageAttributeValue> attributes = LetterAttributes.toMessage(content.attributes());
			if (!LetterAttributes.addNumber(content.body(), attributes, new LetterNumber(due.letter(), due.token()))) {
				this.jdbc.sql("update dead_letter_action set unnumbered_sha256 = :hash where id = :action")
					.param("hash", LetterTable.hash(content.body()))
					.param("action", due.action())
					.update();
			}
			results.add(CompletableFuture.completedFuture(content.body())
				.thenCompose((body) -> this.queue.send(body, attributes))
				.handle((messageId, failure) -> new Sent(due, messageId, unwrap(failure))));
		}
		return results.stream().map(CompletableFuture::join).toList();
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private void store(List<Sent> results) {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.sql(LOCK)
				.param("letters", letters(results.stream().map(Sent::due).toList()))
				.query(Long.class)
				.list();
			results.forEach(this::store);
		});
	}

	private void store(Sent sent) {
		if (sent.failure() == null) {
			mark(sent.due(), "SENT", "SENT", sent.messageId(), null);
		}
		else if (sent.failure() instanceof SqsException refused && refused.statusCode() < 500
				&& refused.statusCode() != THROTTLED && !refused.isThrottlingException()) {
			String code = (refused.awsErrorDetails() != null) ? refused.awsErrorDetails().errorCode() : "";
			logger.warn("SQS refuses dead letter {}, which is open again: {}", sent.due().letter(), code);
			mark(sent.due(), "FAILED", "OPEN", null, "SQS refuses the message: " + code);
		}
		else if (sent.failure() instanceof SqsException throttled && throttled.statusCode() < 500) {
			mark(sent.due(), "REQUESTED", "REQUESTED", null, "SQS throttles the messages");
		}
		else {
			String name = sent.failure().getClass().getSimpleName();
			logger.warn("It is not known whether SQS has dead letter {}, because there was no answer: {}",
					sent.due().letter(), name);
			mark(sent.due(), "SENDING", "SENDING", null,
					"SQS has not answered (" + name + "): the message may be in the queue");
		}
	}

	private void mark(Due due, String action, String letter, @Nullable String messageId, @Nullable String detail) {
		this.jdbc.sql("""
				update dead_letter_action set state = case when state = 'SENDING' then :state else state end,
					message_id = :messageId, detail = coalesce(detail, :detail), changed_at = clock_timestamp(),
					send_after = case when :state = 'REQUESTED' then clock_timestamp() + interval '5 seconds'
						else send_after end
				where id = :id""")
			.param("state", action)
			.param("messageId", messageId, Types.VARCHAR)
			.param("detail", detail, Types.VARCHAR)
			.param("id", due.action())
			.update();
		this.jdbc.sql("update dead_letter set state = :state where id = :id and state = 'SENDING'")
			.param("state", letter)
			.param("id", due.letter())
			.update();
	}

	private static SqlArrayValue letters(List<Due> due) {
		return new SqlArrayValue("bigint", due.stream().map(Due::letter).toArray());
	}

	private static SqlArrayValue actions(List<Due> due) {
		return new SqlArrayValue("bigint", due.stream().map(Due::action).toArray());
	}

	/**
	 * Waits for the letters that are being sent.
	 */
	@Override
	public void close() {
		this.stopping = true;
		try {
			if (this.running.tryLock(10, TimeUnit.SECONDS)) {
				this.running.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Due(long action, long letter, UUID token, int perSecond, int bytes) {

	}

	private record Content(String body, String attributes) {

	}

	private record Sent(Due due, @Nullable String messageId, @Nullable Throwable failure) {

	}

}
