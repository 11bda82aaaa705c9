package io.bookings.faults;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.TcpProxy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short run. {@code faults/run} is the long one.
 */
class FaultRunIntegrationTests {

	/** The faults that find most bugs. */
	private static final List<Fault> FAULTS = List.of(new Fault.Instance(ServiceKind.PROVIDER, Fault.Signal.KILLED),
			new Fault.Database(Fault.State.KILLED), new Fault.Database(Fault.State.READ_ONLY),
			new Fault.Connection(Fault.Peer.DATABASE, TcpProxy.Behaviour.DROPPING_COMMIT_RESPONSES),
			new Fault.Sqs(SqsProxy.Behaviour.DROPPING_DELETE_RESPONSES), new Fault.Sqs(SqsProxy.Behaviour.REDELIVERING),
			new Fault.Mail(MailSink.Behaviour.DISCONNECTING_AFTER_DATA));

	@Test
	void thePromiseIsKeptUnderFaults() throws InterruptedException, SQLException {
		Verdict verdict = ShortRun.of(new Random().nextLong(1_000_000), 300, EnumSet.allOf(ServiceKind.class), FAULTS,
				"");
		assertThat(verdict.kept()).as(verdict.toText()).isTrue();
		assertThat(verdict.faults()).isNotEmpty();
	}

}
