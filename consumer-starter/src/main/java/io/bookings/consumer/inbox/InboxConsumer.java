package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.message.Decoded;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.outage.FailureKind;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.ReceiveLimit;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Processes a batch: decodes it, stores it in one transaction, and settles each message.
 *
 * @param <E> the event that the service consumes
 */
public final class InboxConsumer<E extends BookingEvent> implements BookingConsumer<E> {

	private static final Logger logger = LoggerFactory.getLogger(InboxConsumer.class);

	private final MessageDecoder<E> decoder;

	private final GroupCommit<E> transactions;

	private final Settlement settlement;

	private final PollingPause pause;

	private final SharedFailures sharedFailures = new SharedFailures();

	private final ReceiveLimit receiveLimit;

	private final HeldMessages held;

	private final StopSignal stopSignal;

	private final ConsumerProperties properties;

	private final RedriveOutcomes redriven;

	private final Function<List<Message>, Batch> batches;

	/**
	 * Creates the consumer.
	 * @param decoder decodes message bodies
	 * @param transaction stores events
	 * @param settlement carries out the decisions
	 * @param pause the pause of polling
	 * @param receiveLimit whether a receive is a message's last
	 * @param held keeps messages that must not be released
	 * @param stopSignal whether the service is stopping
	 * @param properties the consumer's settings
	 * @param redriven records the outcomes of redriven messages
	 * @param batches creates a batch from messages
	 */
	public InboxConsumer(MessageDecoder<E> decoder, IdempotentTransaction<E> transaction, Settlement settlement,
			PollingPause pause, ReceiveLimit receiveLimit, HeldMessages held, StopSignal stopSignal,
			ConsumerProperties properties, RedriveOutcomes redriven, Function<List<Message>, Batch> batches) {
		this.decoder = decoder;
		this.transactions = new GroupCommit<>(transaction::process, pause, properties.transactions(),
				GroupCommit.PATIENCE);
		this.settlement = settlement;
		this.pause = pause;
		this.receiveLimit = receiveLimit;
		this.held = held;
		this.stopSignal = stopSignal;
		this.properties = properties;
		this.redriven = redriven;
		this.batches = batches;
	}

	@Override
	public void consume(List<Message> messages) {
		try (Batch batch = this.batches.apply(messages)) {
			this.settlement.carryOut(decide(batch, false), batch);
		}
	}

	/**
	 * Processes held messages again. During a pause for a shared failure, a success ends
	 * the pause.
	 * @param messages held messages
	 */
	public void retry(List<Message> messages) {
		try (Batch batch = this.batches.apply(messages)) {
			this.settlement.carryOut(decide(batch, true), batch);
		}
	}

	private List<Decision> decide(Batch batch, boolean isRetry) {
		List<Message> messages = batch.messages();
		List<Decision> decisions = new ArrayList<>(messages.size());
		List<Delivery<E>> deliveries = new ArrayList<>(messages.size());
		for (Message message : messages) {
			if (this.stopSignal.isSet() && !this.receiveLimit.isLastReceive(message)) {
				decisions.add(new Decision.Release(message, null, Outcome.RELEASED, "The service is stopping",
						Duration.ZERO));
				continue;
			}
			try {
				switch (this.decoder.decode(message.body())) {
					case Decoded.Event<E>(E event) ->
						deliveries.add(new Delivery<>(message, event, batch.traceparent(message)));
					case Decoded.Other<E>(String type) -> decisions
						.add(new Decision.Delete(message, null, Outcome.IGNORED, "An event of another type: " + type));
					case Decoded.Refused<E> refused ->
						decisions.add(new Decision.DeadLetter(message, null, Outcome.REJECTED, refused.detail()));
				}
			}
			catch (RuntimeException | Error ex) { // not a fault of the message
				logger.error("Message {} could not be decoded", message.messageId(), ex);
				decisions.add(release(message, null, Outcome.RETRIED, FailureKind.describe(ex), backOff(message)));
			}
		}
		if (!deliveries.isEmpty()) {
			decisions.addAll(process(deliveries, batch, isRetry));
		}
		recordOutsideTransaction(decisions);
		return decisions;
	}

	/**
	 * Records the outcomes of redriven messages that no transaction has recorded. If this
	 * fails, the next dead letter shows the outcome.
	 */
	private void recordOutsideTransaction(List<Decision> decisions) {
		List<RedriveOutcomes.Settled> others = decisions.stream().filter((decision) -> switch (decision.outcome()) {
			case IGNORED, REJECTED, FAILED -> true;
			case PROCESSED, DUPLICATE, CONFLICT, RETRIED, RELEASED -> false;
		}).map(Decision::settled).toList();
		try {
			if (!others.isEmpty()) {
				this.redriven.record(others);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The outcomes of redriven messages could not be recorded: {}", FailureKind.describe(ex));
		}
	}

	/**
	 * Processes deliveries together with those of other batches if possible.
	 */
	private List<Decision> process(List<Delivery<E>> deliveries, Batch batch, boolean isRetry) {
		if (isPaused(isRetry)) {
			return deliveries.stream().map(this::afterPause).toList();
		}
		try {
			return committed(this.transactions.together(deliveries, () -> timeLeft(batch)), deliveries, batch);
		}
		catch (GroupCommit.CommonFailure ex) {
			pauseIfOver(batch, ex.failure());
			return processAlone(deliveries, batch, isRetry);
		}
		catch (RuntimeException | Error ex) { // settle each message, whatever fails
			pauseIfOver(batch, ex);
			return afterFailure(deliveries, batch, isRetry, ex);
		}
	}

	private List<Decision> processAlone(List<Delivery<E>> deliveries, Batch batch, boolean isRetry) {
		if (isPaused(isRetry)) {
			return deliveries.stream().map(this::afterPause).toList();
		}
		try {
			return committed(this.transactions.alone(deliveries, () -> timeLeft(batch)), deliveries, batch);
		}
		catch (RuntimeException | Error ex) { // settle each message, whatever fails
			if (!pauseIfOver(batch, ex) && (deliveries.size() > 1 || FailureKind.of(ex) == FailureKind.TRANSIENT)) {
				this.pause.beginIfDatabaseIsAway();
			}
			return afterFailure(deliveries, batch, isRetry, ex);
		}
	}

	private boolean isPaused(boolean isRetry) {
		return this.pause.isOn() && !(isRetry && this.pause.isForSharedFailure());
	}

	private List<Decision> committed(List<Decision> decisions, List<Delivery<E>> deliveries, Batch batch) {
		batch.committed(deliveries, decisions);
		if (decisions.stream().anyMatch((decision) -> decision.outcome() == Outcome.PROCESSED)) {
			this.sharedFailures.clear();
			this.pause.bookingProcessed();
		}
		return decisions;
	}

	private List<Decision> afterFailure(List<Delivery<E>> deliveries, Batch batch, boolean isRetry, Throwable failure) {
		if (this.pause.isOn() && !this.pause.isForSharedFailure()) {
			return deliveries.stream().map(this::afterPause).toList();
		}
		return (deliveries.size() > 1) ? processOneByOne(deliveries, batch, isRetry)
				: List.of(afterFailure(deliveries.getFirst(), failure, isRetry));
	}

	/**
	 * When the batch has used up its time, polling pauses, because the next batches would
	 * use up theirs as well.
	 */
	private boolean pauseIfOver(Batch batch, Throwable failure) {
		boolean begins = isOver(batch) && FailureKind.of(failure) == FailureKind.TRANSIENT;
		if (begins) {
			this.pause.begin(failure);
		}
		return begins;
	}

	/**
	 * Processes each event alone. The batch failed, but usually only one event is the
	 * cause.
	 */
	private List<Decision> processOneByOne(List<Delivery<E>> deliveries, Batch batch, boolean isRetry) {
		List<Decision> decisions = new ArrayList<>(deliveries.size());
		for (Delivery<E> delivery : deliveries) {
			if (isOver(batch)) {
				decisions.add(release(delivery.message(), delivery.bookingId(), Outcome.RELEASED,
						"The batch has used up its time", Duration.ZERO));
			}
			else {
				decisions.addAll(processAlone(List.of(delivery), batch, isRetry));
			}
		}
		return decisions;
	}

	private Duration timeLeft(Batch batch) {
		return this.properties.batchTimeout().minus(batch.age());
	}

	private boolean isOver(Batch batch) {
		return !timeLeft(batch).isPositive();
	}

	/**
	 * Decides after an event failed alone although the database accepts writes. Bad data
	 * counts as a failure of this booking unless other bookings fail in the same way.
	 */
	private Decision afterFailure(Delivery<E> delivery, Throwable failure, boolean isRetry) {
		Message message = delivery.message();
		String detail = FailureKind.describe(failure);
		if (FailureKind.isOfCode(failure)) {
			logger.error("The handler failed with booking {}", Printable.of(delivery.bookingId()), failure);
		}
		if (!FailureKind.isAboutOneBooking(failure) && this.sharedFailures.add(delivery.bookingId(), detail)) {
			if (!isRetry) { // one held message is no evidence of a shared failure
				this.pause.beginForSharedFailure(detail);
			}
			return hold(message, delivery.bookingId(), Outcome.RETRIED, detail);
		}
		if (FailureKind.of(failure) == FailureKind.PERMANENT) {
			return new Decision.DeadLetter(message, delivery.bookingId(), Outcome.FAILED, detail);
		}
		return release(message, delivery.bookingId(), Outcome.RETRIED, detail, backOff(message));
	}

	private Duration backOff(Message message) {
		return this.properties.backOff().delay(SystemAttributes.receiveCount(message), RandomGenerator.getDefault());
	}

	private Decision afterPause(Delivery<E> delivery) {
		return release(delivery.message(), delivery.bookingId(), Outcome.RELEASED, "Polling is paused",
				this.pause.releaseDelay());
	}

	/**
	 * Releases a message, or holds it if this was its last receive.
	 */
	private Decision release(Message message, @Nullable String bookingId, Outcome outcome, String detail,
			Duration delay) {
		return this.receiveLimit.isLastReceive(message)
				? hold(message, bookingId, outcome, detail + "; held, because SQS would not deliver it again")
				: new Decision.Release(message, bookingId, outcome, detail, delay);
	}

	private Decision hold(Message message, @Nullable String bookingId, Outcome outcome, String detail) {
		return this.held.isExpiring(message)
				? new Decision.DeadLetter(message, bookingId, Outcome.FAILED,
						"Not processed within the 12 hours that SQS allows: " + detail)
				: new Decision.Hold(message, bookingId, outcome, detail);
	}

}
