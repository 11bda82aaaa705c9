package io.bookings.faults;

import java.util.List;
import java.util.stream.Stream;

import io.bookings.faults.Fault.Peer;
import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.TcpProxy;

/**
 * All faults.
 */
final class Faults {

	private Faults() {
	}

	/**
	 * Returns all faults.
	 */
	static List<Fault> all() {
		Stream<Fault> instances = Stream.of(ServiceKind.values())
			.flatMap((kind) -> Stream.of(Fault.Signal.values()).map((signal) -> new Fault.Instance(kind, signal)));
		Stream<Fault> database = Stream.of(Fault.State.values()).map(Fault.Database::new);
		Stream<Fault> connections = Stream.of(Peer.values())
			.flatMap((peer) -> Stream.of(TcpProxy.Behaviour.values())
				.filter((behaviour) -> behaviour != TcpProxy.Behaviour.NORMAL)
				.filter((behaviour) -> behaviour != TcpProxy.Behaviour.DROPPING_COMMIT_RESPONSES
						|| peer == Peer.DATABASE)
				.map((behaviour) -> new Fault.Connection(peer, behaviour)));
		Stream<Fault> sqs = Stream.of(SqsProxy.Behaviour.values())
			.filter((behaviour) -> behaviour != SqsProxy.Behaviour.NORMAL)
			.map(Fault.Sqs::new);
		Stream<Fault> mail = Stream.of(MailSink.Behaviour.values())
			.filter((behaviour) -> behaviour != MailSink.Behaviour.NORMAL)
			.map(Fault.Mail::new);
		Stream<Fault> longConnections = Stream.of(Peer.SMTP, Peer.DIRECTORY)
			.map((peer) -> new Fault.Connection(peer, TcpProxy.Behaviour.REFUSING, true));
		return Stream.of(instances, database, connections, longConnections, sqs, mail)
			.flatMap((faults) -> faults)
			.toList();
	}

}
