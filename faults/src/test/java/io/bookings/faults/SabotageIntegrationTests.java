package io.bookings.faults;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;

import io.bookings.sandbox.ServiceKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the checker: it must detect services with a deliberate bug, which an additional
 * class adds. The runs take minutes and are therefore off by default:
 * {@code -Dsabotage=true}.
 */
@EnabledIfSystemProperty(named = "sabotage", matches = "true")
class SabotageIntegrationTests {

	private static final List<Fault> READ_ONLY = List.of(new Fault.Database(Fault.State.READ_ONLY));

	@Test
	void aServiceWithoutDeduplicationIsDetected() throws InterruptedException, SQLException {
		assertDetected("valid message dead-lettered", List.of(), "NoDedupe");
	}

	@Test
	void aServiceThatDeletesBeforeItCommitsIsDetected() throws InterruptedException, SQLException {
		assertDetected("booking lost", READ_ONLY, "EarlyAcknowledgement");
	}

	@Test
	void aServiceThatPollsInAnOutageIsDetected() throws InterruptedException, SQLException {
		assertDetected("valid message dead-lettered", READ_ONLY, "NoPause");
	}

	private static void assertDetected(String finding, List<Fault> faults, String sabotage)
			throws InterruptedException, SQLException {
		Verdict verdict = ShortRun.of(1, 100, EnumSet.of(ServiceKind.PROVIDER), faults, sabotage);
		assertThat(verdict.findings()).as(verdict.toText()).containsKey(finding);
	}

}
