package io.bookings.consumer.queue;

import java.time.Duration;

import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandler.ReleaseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many polls run at the same time.
 */
@Timeout(30)
class PollLimiterUnitTests {

	private static final int BATCH = 10;

	private final PollLimiter polls = new PollLimiter(15, BATCH, Duration.ofMillis(1));

	@Test
	void onePollAtATimeWaitsForMessages() throws InterruptedException {
		assertThat(begin()).isEqualTo(1);
		end(0);
		assertThat(begin()).isEqualTo(1);
	}

	@Test
	void pollsThatReturnManyMessagesDoubleTheirNumberUpToTheMaximum() throws InterruptedException {
		begin();
		end(10);
		assertThat(begin()).isEqualTo(2);
		end(5);
		assertThat(begin()).isEqualTo(3); // one still runs
		end(10);
		end(10);
		end(10);
		end(10);
		assertThat(begin()).isEqualTo(15);
	}

	@Test
	void pollsThatReturnFewMessagesReduceTheirNumber() throws InterruptedException {
		begin();
		end(10);
		begin();
		end(10);
		begin(); // four
		end(4);
		assertThat(begin()).isEqualTo(0);
		end(1);
		assertThat(begin()).isEqualTo(0);
		end(1);
		end(1);
		assertThat(begin()).isEqualTo(1);
	}

	@Test
	void howManyMessagesAreManyFollowsThePollsSize() throws InterruptedException {
		PollLimiter small = new PollLimiter(15, 4, Duration.ofMillis(1));
		small.request(4);
		small.release(3, ReleaseReason.PARTIAL_FETCH); // one message
		small.request(4);
		assertThat(small.request(4)).isZero();
		small.release(2, ReleaseReason.PARTIAL_FETCH); // two messages
		small.request(4);
		assertThat(small.request(4)).isEqualTo(4);
	}

	@Test
	void aPollThatReturnsNothingReducesTheNumberToOne() throws InterruptedException {
		begin();
		end(10);
		begin();
		end(10);
		begin(); // four
		end(0);
		assertThat(begin()).isZero();
		end(0);
		end(0);
		end(0);
		assertThat(begin()).isEqualTo(1);
	}

	@Test
	void processedMessagesEndNoPoll() throws InterruptedException {
		begin();
		this.polls.release(1, ReleaseReason.PROCESSED);
		assertThat(begin()).isZero();
	}

	@Test
	void aRequestWaitsUntilAPollEnds() throws InterruptedException {
		PollLimiter patient = new PollLimiter(15, BATCH, Duration.ofMinutes(1));
		patient.request(BATCH);
		Thread other = Thread.ofVirtual().start(() -> patient.release(0, ReleaseReason.PARTIAL_FETCH));
		assertThat(patient.request(BATCH)).isEqualTo(BATCH);
		other.join();
	}

	/**
	 * Begins as many polls as are permitted.
	 * @return their number
	 */
	private int begin() throws InterruptedException {
		int begun = 0;
		while (this.polls.request(BATCH) == BATCH) {
			begun++;
		}
		return begun;
	}

	private void end(int messages) {
		this.polls.release(BATCH - messages,
				(messages == 0) ? ReleaseReason.NONE_FETCHED : ReleaseReason.PARTIAL_FETCH);
	}

}
