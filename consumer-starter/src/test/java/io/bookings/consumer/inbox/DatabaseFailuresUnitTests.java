package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bookings.consumer.inbox.SimulatedConsumer.Fault;
import io.bookings.consumer.inbox.SimulatedConsumer.Point;
import io.bookings.consumer.inbox.SimulatedConsumer.Policy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the database answers, wherever in a batch and for however long: SQS never
 * moves a valid message to the dead-letter queue, and each takes effect once. The faults
 * are random, from a seed that a failure names.
 */
class DatabaseFailuresUnitTests {

	private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.bookings");

	private static final int BOOKINGS = 30;

	/** More with {@code -Dfailures.rounds=50}. */
	private static final int ROUNDS = Integer.getInteger("failures.rounds", 1);

	@BeforeAll
	static void silence() {
		LOG.setLevel(Level.OFF);
	}

	@AfterAll
	static void speak() {
		LOG.setLevel(null);
	}

	/**
	 * One code of each class in PostgreSQL's
	 * <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix A</a>,
	 * more of those that differ within their class, and none, as the pool and the driver
	 * have it.
	 */
	static List<@Nullable String> sqlStates() {
		List<@Nullable String> states = new ArrayList<>(List.of("01000", "02000", "03000", "08000", "08001", "08003",
				"08004", "08006", "08P01", "09000", "0A000", "0B000", "0F000", "0L000", "0P000", "0Z000", "20000",
				"21000", "22001", "22021", "22P05", "23502", "23503", "23505", "23514", "23P01", "24000", "25000",
				"25006", "25P02", "25P03", "25P04", "26000", "27000", "28000", "28P01", "2B000", "2D000", "2F000",
				"34000", "38000", "39000", "3B000", "3D000", "3F000", "40000", "40001", "40003", "40P01", "42000",
				"42501", "42601", "42703", "42704", "42883", "42P01", "42P05", "44000", "53000", "53100", "53200",
				"53300", "53400", "54000", "55000", "55006", "55P03", "57000", "57014", "57P01", "57P02", "57P03",
				"57P04", "57P05", "58000", "58030", "58P01", "F0000", "HV000", "P0000", "P0001", "XX000", "XX001",
				"99999"));
		states.add(null);
		return states;
	}

	@ParameterizedTest
	@MethodSource("sqlStates")
	void noAnswerOfTheDatabaseLetsSqsMoveAValidMessage(@Nullable String sqlState) {
		Random random = new Random(String.valueOf(sqlState).hashCode());
		for (int round = 0; round < ROUNDS; round++) {
			for (int maxReceiveCount = 1; maxReceiveCount <= 5; maxReceiveCount++) {
				Fault fault = anyFault(sqlState, random);
				SimulatedConsumer consumer = consume(maxReceiveCount, fault, Policy.CURRENT);
				assertThat(consumer.sqs.moved).as("%s, maxReceiveCount %d, round %d", fault, maxReceiveCount, round)
					.isEmpty();
				assertThat(consumer.sqs.isEmpty()).as("%s is settled", fault).isTrue();
				int given = consumer.stored.size() + consumer.sqs.deadLettered.size();
				assertThat(given).as("%s: each is stored or dead-lettered", fault).isEqualTo(BOOKINGS);
				assertThat(consumer.stored.values()).as("%s", fault).allMatch((times) -> times == 1);
				assertThat(consumer.sqs.deadLettered).as("%s", fault).hasSizeLessThanOrEqualTo(badData(fault));
			}
		}
	}

	/**
	 * Bad data of one booking is dead-lettered, and of others until it shows that they
	 * share the failure. What is stored already concerns no other booking.
	 */
	private static int badData(Fault fault) {
		String state = String.valueOf(fault.sqlState());
		if (!state.startsWith("22") && !state.startsWith("23")) {
			return 0;
		}
		if (fault.bookingId() != null) {
			return 1;
		}
		return (state.equals("23505") || fault.share() < 1) ? BOOKINGS : 2;
	}

	@ParameterizedTest
	@EnumSource(names = { "WITHOUT_HOLDING", "OUTAGE_BY_ERROR_CODE" })
	void underAnotherPolicySqsWouldMoveValidMessages(Policy policy) {
		Fault fault = new Fault(Point.HANDLER, "42P05", "b-7", 1, Duration.ofHours(3), new Random(1));
		assertThat(consume(5, fault, policy).sqs.moved).isNotEmpty();
		assertThat(consume(5, fault, Policy.CURRENT).sqs.moved).isEmpty();
	}

	@Test
	void aFailureThatAllBookingsShareCostsFewMessagesAReceive() {
		Fault fault = new Fault(Point.HANDLER, "42501", null, 1, Duration.ofMinutes(20), new Random(1));
		SimulatedConsumer consumer = consume(100, fault, Policy.CURRENT);
		assertThat(consumer.stored).hasSize(BOOKINGS);
		assertThat(consumer.sqs.receives()).isLessThan(3 * BOOKINGS);
	}

	private static Fault anyFault(@Nullable String sqlState, Random random) {
		Point[] points = Point.values();
		return new Fault(points[random.nextInt(points.length)], sqlState,
				random.nextBoolean() ? null : "b-" + random.nextInt(BOOKINGS),
				random.nextBoolean() ? 1 : random.nextDouble(), Duration.ofSeconds(1 + random.nextInt(1200)), random);
	}

	private static SimulatedConsumer consume(int maxReceiveCount, Fault fault, Policy policy) {
		SimulatedConsumer consumer = new SimulatedConsumer(maxReceiveCount, fault, policy);
		IntStream.range(0, BOOKINGS).forEach((i) -> consumer.sqs.put(ConsumerFixture.body("b-" + i)));
		consumer.run();
		return consumer;
	}

}
