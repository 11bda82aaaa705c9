package io.bookings.consumer.privacy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.outage.FailureKind;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.FullJitter;
import io.bookings.consumer.task.RetryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Erases people. The first transaction remembers the person and the work. Then rows are
 * changed in small transactions. A background task finishes what a crash, an outage or a
 * slow service has left.
 */
public class Erasures {

	private static final Logger logger = LoggerFactory.getLogger(Erasures.class);

	private static final int ROWS = 500;

	/** How long a caller waits before the background task takes over. */
	private static final Duration PATIENCE = Duration.ofSeconds(8);

	private static final Duration LEASE = Duration.ofSeconds(40);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final FullJitter BACK_OFF = new FullJitter(Duration.ofSeconds(5), Duration.ofMinutes(5));

	private final ErasureTable table;

	private final ErasedPeople people;

	private final List<PersonalData> data;

	private final @Nullable ErasureForward forward;

	private final TransactionOperations transaction;

	/**
	 * Creates the erasures.
	 * @param jdbc the database
	 * @param people remembers who was erased
	 * @param data the personal data of the service
	 * @param forward passes erasures on, or {@code null} if there is no other service
	 * @param transaction begins transactions
	 */
	public Erasures(JdbcClient jdbc, ErasedPeople people, List<PersonalData> data, @Nullable ErasureForward forward,
			TransactionOperations transaction) {
		this.table = new ErasureTable(jdbc);
		this.people = people;
		this.data = List.copyOf(data);
		this.forward = forward;
		this.transaction = transaction;
	}

	/**
	 * Erases a person. What could not be done is done in the background.
	 * @param person the person
	 * @param requestedBy the name of the caller, or {@code null}
	 * @return the receipt
	 */
	ErasureReceipt erase(Person person, @Nullable String requestedBy) {
		ErasureTable.Work work = Objects.requireNonNull(this.transaction.execute((status) -> {
			this.people.add(person);
			return this.table.insert(person, requestedBy, this.forward != null);
		}));
		logger.atInfo()
			.addKeyValue("erasureId", work.id())
			.log("Erasure {} of a {} was requested by {}", work.id(), person, Printable.of(requestedBy));
		carryOut(work, Instant.now().plus(PATIENCE));
		return find(work.id()).orElseThrow();
	}

	/**
	 * Finds a receipt.
	 */
	Optional<ErasureReceipt> find(UUID id) {
		return this.table.receipt(id);
	}

	/**
	 * Creates the task that finishes erasures.
	 * @return the task, to register as a bean
	 */
	public BackgroundTask finish() {
		return new BackgroundTask("finish-erasures", this::finishAll, () -> INTERVAL);
	}

	private void finishAll() {
		boolean failed = false;
		for (Optional<ErasureTable.Work> next = this.table.next(); next.isPresent(); next = this.table.next()) {
			failed |= !carryOut(next.get(), Instant.now().plus(LEASE));
		}
		if (failed) {
			throw new UnfinishedErasureException();
		}
	}

	/**
	 * Does what is left, until a time.
	 * @return {@code false} after a failure
	 */
	private boolean carryOut(ErasureTable.Work work, Instant until) {
		String reason;
		try {
			if (work.pseudonym() != null && !eraseHere(work.id(), work.person(), work.pseudonym(), until)) {
				this.table.failed(work.id(), Instant.now());
				return true;
			}
			if (work.forward()) {
				forward(work);
			}
			find(work.id()).filter(ErasureReceipt::isFinished).ifPresent(Erasures::log);
			return true;
		}
		catch (RetryException ex) {
			reason = Printable.of(ex.reason());
		}
		catch (RuntimeException ex) {
			reason = FailureKind.describe(ex);
		}
		logger.warn("Erasure {} is not finished, and is repeated in the background: {}", work.id(), reason);
		this.table.failed(work.id(),
				Instant.now().plus(BACK_OFF.delay(this.table.failures(work.id()) + 1, RandomGenerator.getDefault())));
		return false;
	}

	private void forward(ErasureTable.Work work) {
		if (this.forward == null) {
			throw RetryException.ofAllBookings("it has to be forwarded, but no other service is configured now");
		}
		this.forward.erase(work.person());
		this.table.forwarded(work.id());
	}

	/**
	 * Changes rows until there are none left.
	 * @return {@code false} if the time has passed before
	 */
	private boolean eraseHere(UUID id, Person person, String pseudonym, Instant until) {
		boolean changed = true;
		while (changed) {
			changed = false;
			for (PersonalData part : this.data) {
				while (erase(part, id, person, pseudonym)) {
					changed = true;
					if (Instant.now().isAfter(until)) {
						return false;
					}
				}
			}
		}
		this.table.erased(id);
		return true;
	}

	private boolean erase(PersonalData part, UUID id, Person person, String pseudonym) {
		return Boolean.TRUE.equals(this.transaction.execute((status) -> {
			Map<String, Integer> rows = part.erase(person, pseudonym, ROWS);
			this.table.add(id, rows);
			return rows.values().stream().anyMatch((count) -> count > 0);
		}));
	}

	private static void log(ErasureReceipt receipt) {
		logger.atInfo()
			.addKeyValue("erasureId", receipt.id())
			.log("Erasure {} of a {} is finished: {}", receipt.id(), receipt.person().code(), receipt.erased());
	}

	/**
	 * Counts the run of the background task as failed.
	 */
	private static final class UnfinishedErasureException extends RuntimeException {

	}

}
