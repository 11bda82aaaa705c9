package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.trace.BookingTraces;
import io.bookings.events.BookingEvent;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transaction that makes a batch take effect exactly once. It commits the booking ids
 * together with what the handler stores, and each booking id at most once.
 *
 * @param <E> the event that the service consumes
 */
public class IdempotentTransaction<E extends BookingEvent> {

	/** For slow machines. */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final PlatformTransactionManager transactionManager;

	private final ProcessedBookings processed;

	private final HistoryTable history;

	private final BookingEventHandler<E> handler;

	private final RedriveOutcomes redriven;

	private final Function<Collection<Person>, ErasedPeople.LookUp> lookUps;

	private final Duration serverLimit;

	/**
	 * Creates the transaction.
	 * @param transactionManager begins and commits transactions
	 * @param processed stores the booking ids
	 * @param history records duplicates and conflicts
	 * @param handler stores the effects of events
	 * @param redriven records the outcomes of redriven messages
	 * @param lookUps prepares the look-up of people who were erased
	 * @param serverLimit PostgreSQL's {@code transaction_timeout}, which it has since
	 * version 17
	 */
	public IdempotentTransaction(PlatformTransactionManager transactionManager, ProcessedBookings processed,
			HistoryTable history, BookingEventHandler<E> handler, RedriveOutcomes redriven,
			Function<Collection<Person>, ErasedPeople.LookUp> lookUps, Duration serverLimit) {
		this.transactionManager = transactionManager;
		this.processed = processed;
		this.history = history;
		this.handler = handler;
		this.redriven = redriven;
		this.lookUps = lookUps;
		this.serverLimit = serverLimit;
	}

	/**
	 * Processes the deliveries in one transaction. If it throws, nothing is stored,
	 * unless the connection was lost during the commit. In that case the result is
	 * unknown until the next delivery.
	 * <p>
	 * If the limit is about that of the server, the server enforces it. A time-out in the
	 * driver costs a thread wake-up for each statement, a tenth of all CPU time.
	 * @param deliveries one or more deliveries, possibly several of one booking
	 * @param limit how long the transaction may take; after that time, no statement
	 * begins and a running one is cancelled
	 * @return one decision for each delivery, in the same order, after the commit
	 */
	List<Decision> process(List<Delivery<E>> deliveries, Duration limit) {
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager);
		if (!this.processed.serverEndsTransactions() || limit.plus(MARGIN).compareTo(this.serverLimit) < 0) {
			transaction.setTimeout((int) Math.max(1, limit.toSeconds()));
		}
		SortedMap<String, Delivery<E>> candidates = new TreeMap<>();
		deliveries.forEach((delivery) -> candidates.putIfAbsent(delivery.bookingId(), delivery));
		String eventType = deliveries.getFirst().event().eventType().name();
		return transaction.execute((status) -> {
			ErasedPeople.LookUp people = this.lookUps.apply(people(candidates.values()));
			ProcessedBookings.Inserted inserted = this.processed.insert(eventType, candidates, people);
			Set<String> firstTime = inserted.firstTime();
			Map<String, byte[]> hashes = knownHashes(eventType, candidates, firstTime);
			if (!firstTime.isEmpty()) {
				handle(candidates, inserted);
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
			this.redriven.record(decisions.stream().map(Decision::settled).toList());
			return decisions;
		});
	}

	private Set<Person> people(Collection<Delivery<E>> candidates) {
		return candidates.stream()
			.flatMap((delivery) -> this.handler.people(delivery.event()).stream())
			.collect(Collectors.toSet());
	}

	private void handle(SortedMap<String, Delivery<E>> candidates, ProcessedBookings.Inserted inserted) {
		List<E> events = candidates.values()
			.stream()
			.filter((candidate) -> inserted.firstTime().contains(candidate.bookingId()))
			.map(Delivery::event)
			.toList();
		BookingTraces.during((id) -> Objects.requireNonNull(candidates.get(id)).traceparent(),
				() -> this.handler.handle(withoutErased(events, inserted.pseudonyms())));
	}

	/**
	 * Replaces the ids of people who were erased while the events were in the queue.
	 */
	private List<E> withoutErased(List<E> events, Map<Person, String> pseudonyms) {
		if (pseudonyms.isEmpty()) {
			return events;
		}
		return events.stream()
			.map((event) -> this.handler.withIds(event,
					(person) -> Objects.requireNonNullElse(pseudonyms.get(person), person.id())))
			.toList();
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
