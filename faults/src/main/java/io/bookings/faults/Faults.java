package io.bookings.faults;

import java.util.List;
import java.util.stream.Stream;

import io.bookings.faults.Fault.Peer;
import io.bookings.sandbox.SandboxService.Kind;

/**
 * The faults there are.
 */
final class Faults {

	private Faults() {
	}

	/**
	 * Everything that can go wrong here.
	 */
	static List<Fault> all() {
		Stream<Fault> instances = Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Fault.Signal.values()).map((signal) -> new Fault.Instance(kind, signal)));
		Stream<Fault> database = Stream.of(Fault.State.values()).map(Fault.Database::new);
		Stream<Fault> lines = Stream.of(Peer.values())
			.flatMap((peer) -> Stream.of(TcpProxy.Behaviour.values())
				.filter((behaviour) -> behaviour != TcpProxy.Behaviour.GOOD)
				.filter((behaviour) -> behaviour != TcpProxy.Behaviour.LOSING_COMMITS || peer == Peer.DATABASE)
				.map((behaviour) -> new Fault.Line(peer, behaviour)));
		Stream<Fault> sqs = Stream.of(SqsProxy.Behaviour.values())
			.filter((behaviour) -> behaviour != SqsProxy.Behaviour.GOOD)
			.map(Fault.Sqs::new);
		Stream<Fault> mail = Stream.of(MailSink.Behaviour.values())
			.filter((behaviour) -> behaviour != MailSink.Behaviour.GOOD)
			.map(Fault.Mail::new);
		return Stream.of(instances, database, lines, sqs, mail).flatMap((faults) -> faults).toList();
	}

}
