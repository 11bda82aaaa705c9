package io.bookings.consumer.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.bookings.consumer.inbox.Outcome;
import io.bookings.consumer.inbox.Prediction;
import io.bookings.consumer.inbox.Predictor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Predicts the outcomes of letters that are sent one after the other. A letter of a
 * booking that an earlier letter would have stored is compared with that letter.
 */
class LetterPredictions {

	/** Limits the memory. */
	private static final int CHUNK_BYTES = 2 * 1024 * 1024;

	private final LetterTable table;

	private final Predictor<?> predictor;

	LetterPredictions(LetterTable table, Predictor<?> predictor) {
		this.table = table;
		this.predictor = predictor;
	}

	DryRun dryRun(List<Long> ids, Consumer<Verdict> progress) {
		Instant begun = Instant.now();
		List<LetterTable.Size> sizes = this.table.sizes(ids);
		if (sizes.size() < ids.stream().distinct().count()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"%d of the letters do not exist".formatted(ids.stream().distinct().count() - sizes.size()));
		}
		Map<String, Long> stored = new HashMap<>();
		Map<String, Long> counts = new TreeMap<>();
		List<Verdict> verdicts = new ArrayList<>(sizes.size());
		for (List<Long> chunk : chunks(sizes)) {
			List<Prediction> predictions = this.predictor.predict(this.table.bodies(chunk),
					(bookingId) -> body(stored.get(bookingId)));
			for (int i = 0; i < predictions.size(); i++) {
				Prediction prediction = predictions.get(i);
				if (prediction.outcome() == Outcome.PROCESSED) {
					stored.put(String.valueOf(prediction.bookingId()), chunk.get(i));
				}
				Verdict verdict = verdict(chunk.get(i), prediction);
				counts.merge(verdict.outcome(), 1L, Long::sum);
				verdicts.add(verdict);
				progress.accept(verdict);
			}
		}
		return new DryRun(begun, counts, verdicts);
	}

	private static List<List<Long>> chunks(List<LetterTable.Size> sizes) {
		List<List<Long>> chunks = new ArrayList<>();
		List<Long> chunk = new ArrayList<>();
		int bytes = 0;
		for (LetterTable.Size size : sizes) {
			if (!chunk.isEmpty() && (chunk.size() == Predictor.BATCH || bytes + size.bytes() > CHUNK_BYTES)) {
				chunks.add(chunk);
				chunk = new ArrayList<>();
				bytes = 0;
			}
			chunk.add(size.id());
			bytes += size.bytes();
		}
		if (!chunk.isEmpty()) {
			chunks.add(chunk);
		}
		return chunks;
	}

	private @Nullable String body(@Nullable Long id) {
		return (id != null) ? this.table.bodies(List.of(id)).getFirst() : null;
	}

	Verdict dryRun(long id, String body) {
		return verdict(id, this.predictor.predict(List.of(body), (bookingId) -> null).getFirst());
	}

	/**
	 * Returns why a body is not a valid event of the service, or {@code null}.
	 */
	@Nullable Verdict invalid(long id, String body) {
		Prediction prediction = this.predictor.decode(body);
		return (prediction != null) ? verdict(id, prediction) : null;
	}

	private static Verdict verdict(long id, Prediction prediction) {
		return new Verdict(id, prediction.outcome().code(), prediction.detail(), prediction.bookingId(),
				prediction.violations()
					.stream()
					.map((violation) -> new BrokenRule(violation.path(), violation.rule().description()))
					.toList(),
				prediction.differences()
					.stream()
					.map((difference) -> new Verdict.Difference(difference.field(), difference.stored(),
							difference.received()))
					.toList());
	}

}
