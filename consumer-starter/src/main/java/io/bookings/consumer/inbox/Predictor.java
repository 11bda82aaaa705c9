package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.message.Decoded;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.outage.FailureKind;
import io.bookings.events.BookingEvent;
import io.bookings.events.Violation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Predicts the outcomes of messages: runs the code that processes them, in a transaction
 * that is rolled back. What the handler schedules for after the commit does not happen.
 *
 * @param <E> the event that the service consumes
 */
public final class Predictor<E extends BookingEvent> {

	/**
	 * The maximum number of bodies for {@link #predict}: as many as a batch has messages.
	 */
	public static final int BATCH = 10;

	private static final Logger logger = LoggerFactory.getLogger(Predictor.class);

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final MessageDecoder<E> decoder;

	private final IdempotentTransaction<E> transaction;

	private final BookingEventHandler<E> handler;

	private final PlatformTransactionManager transactionManager;

	/**
	 * Creates a predictor.
	 * @param decoder decodes bodies as the consumer does
	 * @param transaction processes events
	 * @param handler finds stored events
	 * @param transactionManager begins the transaction that is rolled back
	 */
	public Predictor(MessageDecoder<E> decoder, IdempotentTransaction<E> transaction, BookingEventHandler<E> handler,
			PlatformTransactionManager transactionManager) {
		this.decoder = decoder;
		this.transaction = transaction;
		this.handler = handler;
		this.transactionManager = transactionManager;
	}

	/**
	 * Decodes a body.
	 * @param body the message's body
	 * @return the prediction that the body is rejected or ignored, or {@code null} if it
	 * is an event
	 */
	public @Nullable Prediction decode(String body) {
		return prediction(this.decoder.decode(body));
	}

	/**
	 * Predicts the outcomes of messages that are received one after the other.
	 * @param bodies the bodies, at most {@link #BATCH}
	 * @param earlier returns the body of an earlier message that would have been
	 * processed for a booking, or {@code null}
	 * @return one prediction for each body, in the same order
	 * @throws TransientDataAccessException if the database is not available
	 */
	public List<Prediction> predict(List<String> bodies, Function<String, @Nullable String> earlier) {
		Map<Integer, Prediction> predictions = new HashMap<>();
		Map<Integer, Delivery<E>> deliveries = new LinkedHashMap<>();
		for (int i = 0; i < bodies.size(); i++) {
			Decoded<E> decoded = this.decoder.decode(bodies.get(i));
			if (decoded instanceof Decoded.Event<E>(E event)) {
				deliveries.put(i, delivery(event));
			}
			else {
				predictions.put(i, Objects.requireNonNull(prediction(decoded)));
			}
		}
		if (!deliveries.isEmpty()) {
			Map<String, Delivery<E>> precedents = precedents(deliveries.values(), earlier);
			List<Prediction> ofEvents = process(List.copyOf(deliveries.values()), precedents);
			List<Integer> positions = List.copyOf(deliveries.keySet());
			for (int i = 0; i < positions.size(); i++) {
				predictions.put(positions.get(i), ofEvents.get(i));
			}
		}
		List<Prediction> ordered = new ArrayList<>(bodies.size());
		for (int i = 0; i < bodies.size(); i++) {
			ordered.add(Objects.requireNonNull(predictions.get(i)));
		}
		return ordered;
	}

	private static <E extends BookingEvent> @Nullable Prediction prediction(Decoded<E> decoded) {
		return switch (decoded) {
			case Decoded.Event<E> _ -> null;
			case Decoded.Other<E>(String type) ->
				new Prediction(Outcome.IGNORED, "An event of another type: " + type, null, List.of(), List.of());
			case Decoded.Refused<E>(String detail, List<Violation> violations) ->
				new Prediction(Outcome.REJECTED, detail, null, violations, List.of());
		};
	}

	private Map<String, Delivery<E>> precedents(Iterable<Delivery<E>> deliveries,
			Function<String, @Nullable String> earlier) {
		Map<String, Delivery<E>> precedents = new LinkedHashMap<>();
		for (Delivery<E> delivery : deliveries) {
			String body = precedents.containsKey(delivery.bookingId()) ? null : earlier.apply(delivery.bookingId());
			if (body != null && this.decoder.decode(body) instanceof Decoded.Event<E>(E event)) {
				precedents.put(delivery.bookingId(), delivery(event));
			}
		}
		return precedents;
	}

	private List<Prediction> process(List<Delivery<E>> deliveries, Map<String, Delivery<E>> precedents) {
		try {
			return inOneTransaction(deliveries, List.copyOf(precedents.values()));
		}
		catch (RuntimeException ex) {
			throwIfUnavailable(ex);
			return (deliveries.size() > 1) ? oneByOne(deliveries, precedents) : List.of(failure(deliveries, ex));
		}
	}

	/**
	 * Processes each event alone, as the consumer does when a batch fails.
	 */
	private List<Prediction> oneByOne(List<Delivery<E>> deliveries, Map<String, Delivery<E>> precedents) {
		Map<String, Delivery<E>> processed = new HashMap<>(precedents);
		List<Prediction> predictions = new ArrayList<>();
		for (Delivery<E> delivery : deliveries) {
			Delivery<E> precedent = processed.get(delivery.bookingId());
			Prediction prediction = process(List.of(delivery),
					(precedent != null) ? Map.of(delivery.bookingId(), precedent) : Map.of())
				.getFirst();
			if (prediction.outcome() == Outcome.PROCESSED) {
				processed.put(delivery.bookingId(), delivery);
			}
			predictions.add(prediction);
		}
		return predictions;
	}

	private List<Prediction> inOneTransaction(List<Delivery<E>> deliveries, List<Delivery<E>> precedents) {
		List<Delivery<E>> all = new ArrayList<>(precedents);
		all.addAll(deliveries);
		TransactionTemplate rolledBack = new TransactionTemplate(this.transactionManager);
		rolledBack.setTimeout((int) LIMIT.toSeconds());
		return Objects.requireNonNull(rolledBack.execute((status) -> {
			status.setRollbackOnly();
			List<Decision> decisions = this.transaction.process(all, LIMIT);
			List<Prediction> predictions = new ArrayList<>(deliveries.size());
			for (int i = precedents.size(); i < all.size(); i++) {
				Decision decision = decisions.get(i);
				predictions.add(new Prediction(decision.outcome(), decision.detail(), decision.bookingId(), List.of(),
						(decision.outcome() == Outcome.CONFLICT) ? differences(all.get(i).event()) : List.of()));
			}
			return predictions;
		}));
	}

	private List<Prediction.Difference> differences(E event) {
		E stored = this.handler.find(event.bookingId()).orElse(null);
		if (stored == null) {
			return List.of();
		}
		Map<String, String> before = event.eventType().content(stored);
		List<Prediction.Difference> differences = new ArrayList<>();
		event.eventType().content(event).forEach((field, value) -> {
			String other = before.get(field);
			if (other != null && !other.equals(value)) {
				differences.add(new Prediction.Difference(field, other, value));
			}
		});
		return differences;
	}

	private static Prediction failure(List<? extends Delivery<?>> alone, RuntimeException failure) {
		if (FailureKind.isOfCode(failure)) {
			logger.error("The handler failed in a dry run with booking {}", Printable.of(alone.getFirst().bookingId()),
					failure);
		}
		Outcome outcome = (FailureKind.of(failure) == FailureKind.PERMANENT) ? Outcome.FAILED : Outcome.RETRIED;
		return new Prediction(outcome, FailureKind.describe(failure), alone.getFirst().bookingId(), List.of(),
				List.of());
	}

	private static void throwIfUnavailable(RuntimeException failure) {
		if (failure instanceof TransientDataAccessException || failure instanceof CannotCreateTransactionException
				|| failure instanceof NonTransientDataAccessResourceException) {
			throw failure;
		}
	}

	private static <E extends BookingEvent> Delivery<E> delivery(E event) {
		return new Delivery<>(Message.builder().messageId("dry-run").body("").build(), event, null);
	}

}
