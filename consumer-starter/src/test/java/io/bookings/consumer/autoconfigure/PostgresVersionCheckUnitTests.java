package io.bookings.consumer.autoconfigure;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

import io.bookings.consumer.database.PostgresVersionCheck;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

class PostgresVersionCheckUnitTests {

	private final PostgresVersionCheck check = new PostgresVersionCheck(true);

	@ParameterizedTest
	@ValueSource(ints = { 14, 15, 16, 17, 18, 19 })
	void fromTheOldestTestedVersionOnTheServiceStarts(int version) {
		assertThatNoException().isThrownBy(() -> this.check.handle(Event.BEFORE_VALIDATE, server(version)));
	}

	@Test
	void anOlderServerIsRefusedWithASentence() {
		Throwable failure = catchThrowable(() -> this.check.handle(Event.BEFORE_VALIDATE, server(13)));
		FailureAnalysis analysis = new DatabaseFailureAnalyzer()
			.analyze(new IllegalStateException("flywayInitializer", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The server is too old: PostgreSQL 13");
		assertThat(analysis.getAction()).isEqualTo("Use PostgreSQL 14 to 18.");
	}

	@ParameterizedTest
	@CsvSource({ "true, BEFORE_VALIDATE", "false, BEFORE_MIGRATE" })
	void itIsCheckedOnceBeforeAnythingIsMigrated(boolean validates, Event expected) {
		PostgresVersionCheck check = new PostgresVersionCheck(validates);
		assertThat(Event.values()).filteredOn((event) -> check.supports(event, null)).containsExactly(expected);
	}

	private static Context server(int version) {
		DatabaseMetaData metaData = stub(DatabaseMetaData.class, version);
		Connection connection = stub(Connection.class, metaData);
		return stub(Context.class, connection);
	}

	/**
	 * Whatever it is asked, it has one answer.
	 */
	private static <T> T stub(Class<T> type, Object answer) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> answer));
	}

}
