package io.bookings.faults;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;

import io.bookings.sandbox.SandboxService.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Would the checker find out? Runs of a service that one class on its class path has
 * modified. They take minutes, so only on request: {@code -Dsabotage=true}.
 */
@EnabledIfSystemProperty(named = "sabotage", matches = "true")
class SabotageIntegrationTests {

	private static final List<Fault> READ_ONLY = List.of(new Fault.Database(Fault.State.READ_ONLY));

	@Test
	void aServiceThatForgetsWhatItHasProcessedIsFoundOut() throws InterruptedException, SQLException {
		assertFoundOut("valid message dead-lettered", List.of(), "NoDedupe");
	}

	@Test
	void aServiceThatDeletesBeforeItCommitsIsFoundOut() throws InterruptedException, SQLException {
		assertFoundOut("booking lost", READ_ONLY, "EarlyAcknowledgement");
	}

	@Test
	void aServiceThatPollsOnInAnOutageIsFoundOut() throws InterruptedException, SQLException {
		assertFoundOut("valid message dead-lettered", READ_ONLY, "NoPause");
	}

	private static void assertFoundOut(String finding, List<Fault> faults, String sabotage)
			throws InterruptedException, SQLException {
		Verdict verdict = ShortRun.of(1, 100, EnumSet.of(Kind.PROVIDER), faults, sabotage);
		assertThat(verdict.findings()).as(verdict.toText()).containsKey(finding);
	}

}
