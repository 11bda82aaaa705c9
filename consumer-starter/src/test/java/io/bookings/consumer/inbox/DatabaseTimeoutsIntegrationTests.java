package io.bookings.consumer.inbox;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time-outs that PostgreSQL sees to, with and without a pooler, and whatever somebody
 * else has set.
 */
@Timeout(120)
@Tag("database")
class DatabaseTimeoutsIntegrationTests {

	private static final String SETTINGS = """
			select string_agg(name || '=' || coalesce(current_setting(name, true), 'unknown'), ' ' order by name)
			from unnest(array['lock_timeout', 'statement_timeout', 'transaction_timeout',
				'idle_in_transaction_session_timeout']) as t (name)""";

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final boolean serverEndsTransactions = serverVersion() >= 17;

	@Test
	void theyHoldForTheSessionOnADirectConnection() {
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service)) {
			assertThat(sessions(fixture)).containsOnly(settings("2s", "10s", "30s", "20s"));
			assertThat(duringABatch(fixture)).isEqualTo(settings("2s", "10s", "30s", "20s"));
		}
	}

	@Test
	void optionsInTheJdbcUrlSwitchNoneOfThemOff() {
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service, "spring.datasource.url="
				+ this.service.jdbcUrl() + "?options=-c%20search_path=public%20-c%20lock_timeout=3s")) {
			assertThat(sessions(fixture)).containsOnly(settings("3s", "10s", "30s", "20s"));
			assertThat(duringABatch(fixture)).isEqualTo(settings("3s", "10s", "30s", "20s"));
		}
	}

	@Test
	void whatTheRoleSetsWinsOtherThanTheTimeOfABatch() {
		JdbcClient owner = JdbcClient.create(this.service.dataSource());
		owner.sql("alter role current_user set statement_timeout = '7s'").update();
		if (this.serverEndsTransactions) {
			owner.sql("alter role current_user set transaction_timeout = '5min'").update();
		}
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
				"booking.consumer.batch-timeout=1s")) {
			assertThat(sessions(fixture)).containsOnly(settings("2s", "7s", "30s", "5min"));
			assertThat(duringABatch(fixture)).isEqualTo(settings("2s", "7s", "30s", "1s"));
			fixture.forget();
			BatchTimeoutIntegrationTests.assertThatABatchIsCutShort(fixture);
		}
	}

	@Test
	void throughAPoolerTheyHoldForTheBatchAndNothingIsLeftBehind() throws IOException, SQLException {
		try (StandInPooler pooler = StandInPooler.before(this.service.jdbcUrl());
				ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
						"spring.datasource.url=" + pooler.jdbcUrl())) {
			String none = settings("0", "0", "0", "0");
			assertThat(sessions(fixture)).containsOnly(none);
			assertThat(duringABatch(fixture)).isEqualTo(settings("2s", "10s", "30s", "20s"));
			assertThat(sessions(fixture)).containsOnly(none);
			assertThat(prepareThreshold(fixture)).isZero();
		}
	}

	@Test
	void throughAPoolerABatchThatUsesUpItsTimeIsCutShort() throws IOException {
		try (StandInPooler pooler = StandInPooler.before(this.service.jdbcUrl());
				ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
						"booking.consumer.batch-timeout=1s", "spring.datasource.url=" + pooler.jdbcUrl())) {
			BatchTimeoutIntegrationTests.assertThatABatchIsCutShort(fixture);
		}
	}

	@Test
	void throughAPoolerABatchDoesNotWaitLongForALock() throws IOException, SQLException {
		try (StandInPooler pooler = StandInPooler.before(this.service.jdbcUrl());
				ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
						"spring.datasource.url=" + pooler.jdbcUrl());
				Connection other = this.service.dataSource().getConnection()) {
			other.setAutoCommit(false);
			try (var statement = other.createStatement()) {
				statement.execute("lock table processed_booking in access exclusive mode");
			}
			fixture.consumer.consume(fixture.batch(body("locked")));
			// Given back while the lock is still held.
			assertThat(fixture.deadLetters()).isEmpty();
			other.rollback();
			assertThat(fixture.processed()).isEmpty();
		}
	}

	@Test
	void throughAPoolerThePrepareThresholdOfTheUrlStays() throws IOException, SQLException {
		try (StandInPooler pooler = StandInPooler.before(this.service.jdbcUrl());
				ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
						"spring.datasource.url=" + pooler.jdbcUrl() + "&prepareThreshold=3")) {
			assertThat(prepareThreshold(fixture)).isEqualTo(3);
		}
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service)) {
			assertThat(prepareThreshold(fixture)).isEqualTo(5);
		}
	}

	/**
	 * The time-outs and the booking ids, the handler's insert, the commit.
	 */
	@Test
	void theyCostABatchNoRoundTrip() throws IOException {
		try (StandInPooler pooler = StandInPooler.before(this.service.jdbcUrl());
				ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service,
						"spring.datasource.url=" + pooler.jdbcUrl() + "&prepareThreshold=2",
						"db-scheduler.enabled=false")) {
			// What else goes on can only add to it.
			int fewest = IntStream.range(0, 10).map((i) -> {
				List<Message> batch = fixture.batch(body("b-" + i));
				int before = pooler.roundTrips();
				fixture.consumer.consume(batch);
				return pooler.roundTrips() - before;
			}).skip(5).min().orElseThrow();
			assertThat(fewest).isEqualTo(3);
			assertThat(fixture.stored()).hasSize(10);
		}
	}

	private String settings(String lock, String statement, String idle, String transaction) {
		return "idle_in_transaction_session_timeout=%s lock_timeout=%s statement_timeout=%s transaction_timeout=%s"
			.formatted(idle, lock, statement, this.serverEndsTransactions ? transaction : "unknown");
	}

	private String duringABatch(ConsumerFixture fixture) {
		JdbcClient jdbc = fixture.context.getBean(JdbcClient.class);
		CompletableFuture<String> seen = new CompletableFuture<>();
		fixture.handler.step = (event) -> seen.complete(jdbc.sql(SETTINGS).query(String.class).single());
		fixture.consumer.consume(fixture.batch(body("seen-" + System.nanoTime())));
		assertThat(fixture.stored()).isNotEmpty();
		return seen.join();
	}

	/**
	 * What is set on several connections of the pool.
	 */
	private static List<String> sessions(ConsumerFixture fixture) {
		JdbcClient jdbc = fixture.context.getBean(JdbcClient.class);
		return Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> jdbc.sql(SETTINGS).query(String.class).single()))
			.limit(5)
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
	}

	private static int prepareThreshold(ConsumerFixture fixture) throws SQLException {
		try (Connection connection = fixture.context.getBean(HikariDataSource.class).getConnection()) {
			return connection.unwrap(PGConnection.class).getPrepareThreshold();
		}
	}

	private int serverVersion() {
		try (Connection connection = this.service.dataSource().getConnection()) {
			return connection.getMetaData().getDatabaseMajorVersion();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
