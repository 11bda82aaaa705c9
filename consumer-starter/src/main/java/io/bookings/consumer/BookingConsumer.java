package io.bookings.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.bookings.events.BookingEvent;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.InvalidEventException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Consumes batches of raw messages so that every valid event takes effect exactly once.
 * Safe for use by several threads at once.
 *
 * @param <E> the event that the service consumes
 */
public final class BookingConsumer<E extends BookingEvent> {

	private static final Logger logger = LoggerFactory.getLogger(BookingConsumer.class);

	private final Class<E> eventType;

	private final IdempotentTransaction<E> transaction;

	private final Settlement settlement;

	private final PollingPause pause;

	private final StopSignal stopSignal;

	private final ConsumerProperties properties;

	private final Function<List<Message>, Batch> batches;

	BookingConsumer(Class<E> eventType, IdempotentTransaction<E> transaction, Settlement settlement, PollingPause pause,
			StopSignal stopSignal, ConsumerProperties properties, Function<List<Message>, Batch> batches) {
		this.eventType = eventType;
		this.transaction = transaction;
		this.settlement = settlement;
		this.pause = pause;
		this.stopSignal = stopSignal;
		this.properties = properties;
		this.batches = batches;
	}

	/**
	 * Decodes, processes and settles a batch. Returns when each message is deleted,
	 * dead-lettered or given back; what could not even be given back appears again after
	 * the queue's visibility timeout.
	 * @param messages one or more messages as received, with their system attributes
	 * {@code ApproximateReceiveCount} and {@code SentTimestamp}
	 */
	public void consume(List<Message> messages) {
		try (Batch batch = this.batches.apply(messages)) {
			this.settlement.carryOut(decide(batch), batch);
		}
	}

	private List<Decision> decide(Batch batch) {
		List<Message> messages = batch.messages();
		if (this.stopSignal.isSet()) {
			return messages.stream().map((message) -> release(message, null, "The service is stopping")).toList();
		}
		List<Decision> decisions = new ArrayList<>(messages.size());
		List<Delivery<E>> deliveries = new ArrayList<>(messages.size());
		for (Message message : messages) {
			try {
				deliveries.add(new Delivery<>(message, BookingEventCodec.decode(message.body(), this.eventType),
						batch.traceparent(message)));
			}
			catch (InvalidEventException ex) {
				decisions
					.add(new Decision.DeadLetter(message, null, Outcome.REJECTED, String.valueOf(ex.getMessage())));
			}
		}
		if (!deliveries.isEmpty()) {
			decisions.addAll(process(deliveries, batch));
		}
		return decisions;
	}

	/**
	 * Processes deliveries, together if that is possible. When the batch has used up its
	 * time, the database is as good as away: whatever is received now would use up its
	 * time as well.
	 */
	private List<Decision> process(List<Delivery<E>> deliveries, Batch batch) {
		if (this.pause.isOn()) {
			return deliveries.stream().map(this::returnAfterOutage).toList();
		}
		try {
			List<Decision> decisions = this.transaction.process(deliveries, timeLeft(batch));
			batch.committed(deliveries, decisions);
			return decisions;
		}
		catch (RuntimeException ex) {
			FailureKind kind = FailureKind.of(ex);
			if (kind == FailureKind.OUTAGE || (kind == FailureKind.TRANSIENT && isOver(batch))) {
				this.pause.begin(ex);
				return deliveries.stream().map(this::returnAfterOutage).toList();
			}
			return (deliveries.size() > 1) ? processOneByOne(deliveries, batch)
					: List.of(afterFailure(deliveries.getFirst(), kind, ex));
		}
	}

	/**
	 * One event made the batch fail: alone, the others succeed, and the one shows.
	 */
	private List<Decision> processOneByOne(List<Delivery<E>> deliveries, Batch batch) {
		List<Decision> decisions = new ArrayList<>(deliveries.size());
		for (Delivery<E> delivery : deliveries) {
			if (this.stopSignal.isSet() || isOver(batch)) {
				decisions.add(release(delivery.message(), delivery.bookingId(), "The batch has used up its time"));
			}
			else {
				decisions.addAll(process(List.of(delivery), batch));
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

	private Decision afterFailure(Delivery<E> delivery, FailureKind kind, RuntimeException failure) {
		String detail = FailureKind.describe(failure);
		if (FailureKind.isOfCode(failure)) {
			logger.error("The handler failed with booking {}", delivery.bookingId(), failure);
		}
		if (kind == FailureKind.PERMANENT) {
			return new Decision.DeadLetter(delivery.message(), delivery.bookingId(), Outcome.FAILED, detail);
		}
		return new Decision.Return(delivery.message(), delivery.bookingId(), Outcome.RETRIED, detail,
				this.properties.backOff()
					.delay(SystemAttributes.receiveCount(delivery.message()), RandomGenerator.getDefault()));
	}

	private Decision returnAfterOutage(Delivery<E> delivery) {
		return new Decision.Return(delivery.message(), delivery.bookingId(), Outcome.RELEASED,
				"The database cannot be used", this.pause.returnDelay());
	}

	private static Decision release(Message message, @Nullable String bookingId, String detail) {
		return new Decision.Return(message, bookingId, Outcome.RELEASED, detail, Duration.ZERO);
	}

}
