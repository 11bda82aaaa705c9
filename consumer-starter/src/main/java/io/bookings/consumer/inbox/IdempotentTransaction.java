package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.trace.BookingTraces;
import io.bookings.events.BookingEvent;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transaction that makes a batch take effect exactly once: the booking ids and what
 * the handler stores for them are committed together, and a booking id is committed once.
 */
public class IdempotentTransaction<E extends BookingEvent> {

	/** For slow machines. */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final PlatformTransactionManager transactionManager;

	private final ProcessedBookings processed;

	private final HistoryTable history;

	private final BookingEventHandler<E> handler;

	private final Duration serverLimit;

	/**
	 * Creates the transaction.
	 * @param serverLimit how long a transaction may take by PostgreSQL's own
	 * {@code transaction_timeout}, if it knows one
	 */
	public IdempotentTransaction(PlatformTransactionManager transactionManager, ProcessedBookings processed,
			HistoryTable history, BookingEventHandler<E> handler, Duration serverLimit) {
		this.transactionManager = transactionManager;
		this.processed = processed;
		this.history = history;
		this.handler = handler;
		this.serverLimit = serverLimit;
	}

	/**
	 * Processes the deliveries in one transaction. When it throws, nothing of them is
	 * stored, unless the connection was lost during the commit: then it is unknown, and
	 * the next delivery finds out.
	 * @param limit how long it may take; when it has passed, no further statement begins,
	 * and one that runs is cancelled. The server sees to it when it can and the limit is
	 * about its own: the driver would wake a thread for each statement, a tenth of all
	 * CPU time.
	 * @return one decision for each delivery; valid, because it returns after the commit
	 */
	List<Decision> process(List<Delivery<E>> deliveries, Duration limit) {
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager);
		if (!this.processed.serverEndsTransactions() || limit.plus(MARGIN).compareTo(this.serverLimit) < 0) {
			transaction.setTimeout((int) Math.max(1, limit.toSeconds()));
		}
		return transaction.execute((status) -> {
			SortedMap<String, Delivery<E>> candidates = new TreeMap<>();
			deliveries.forEach((delivery) -> candidates.putIfAbsent(delivery.bookingId(), delivery));
			String eventType = deliveries.getFirst().event().eventType().name();
			Set<String> firstTime = this.processed.insert(eventType, candidates);
			Map<String, byte[]> hashes = knownHashes(eventType, candidates, firstTime);
			if (!firstTime.isEmpty()) {
				handle(candidates, firstTime);
			}
			List<Decision> decisions = new ArrayList<>(deliveries.size());
			List<Decision> repeats = new ArrayList<>();
			for (Delivery<E> delivery : deliveries) {
				boolean first = firstTime.contains(delivery.bookingId())
						&& candidates.get(delivery.bookingId()) == delivery;
				Decision decision = first ? processed(delivery) : repeated(delivery, hashes);
				decisions.add(decision);
				if (!first) {
					repeats.add(decision);
				}
			}
			if (!repeats.isEmpty()) {
				this.history.append(eventType, repeats.stream().map(IdempotentTransaction::line).toList());
			}
			return decisions;
		});
	}

	private void handle(SortedMap<String, Delivery<E>> candidates, Set<String> firstTime) {
		List<E> events = candidates.values()
			.stream()
			.filter((candidate) -> firstTime.contains(candidate.bookingId()))
			.map(Delivery::event)
			.toList();
		BookingTraces.during((id) -> Objects.requireNonNull(candidates.get(id)).traceparent(),
				() -> this.handler.handle(events));
	}

	private static HistoryTable.Line line(Decision repeat) {
		return new HistoryTable.Line(String.valueOf(repeat.bookingId()), repeat.outcome().code(),
				"message " + repeat.message().messageId());
	}

	private Map<String, byte[]> knownHashes(String eventType, SortedMap<String, Delivery<E>> candidates,
			Set<String> firstTime) {
		Set<String> repeated = new TreeSet<>(candidates.keySet());
		repeated.removeAll(firstTime);
		Map<String, byte[]> hashes = repeated.isEmpty() ? new TreeMap<>()
				: this.processed.contentHashes(eventType, repeated);
		if (hashes.size() < repeated.size()) {
			throw new ConcurrencyFailureException("A processed booking was purged while its duplicate arrived");
		}
		firstTime.forEach((id) -> hashes.put(id, Objects.requireNonNull(candidates.get(id)).contentHash()));
		return hashes;
	}

	private Decision processed(Delivery<E> delivery) {
		return new Decision.Delete(delivery.message(), delivery.bookingId(), Outcome.PROCESSED,
				this.handler.describe(delivery.event()));
	}

	private Decision repeated(Delivery<E> delivery, Map<String, byte[]> hashes) {
		if (Arrays.equals(hashes.get(delivery.bookingId()), delivery.contentHash())) {
			return new Decision.Delete(delivery.message(), delivery.bookingId(), Outcome.DUPLICATE,
					"This booking was processed before");
		}
		return new Decision.DeadLetter(delivery.message(), delivery.bookingId(), Outcome.CONFLICT,
				"This booking was processed before with other content");
	}

}
