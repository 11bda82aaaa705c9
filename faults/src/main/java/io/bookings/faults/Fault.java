package io.bookings.faults;

import java.time.Duration;
import java.util.Locale;

import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.TcpProxy;

/**
 * A problem that lasts for a limited time.
 */
sealed interface Fault {

	/** The average time of all attempts of a notification, with the settings of a run. */
	Duration ALL_ATTEMPTS = Duration.ofSeconds(160);

	/**
	 * Returns the name in the report.
	 */
	String label();

	/**
	 * Returns the shortest time that the fault lasts.
	 */
	default Duration minimum() {
		return (this instanceof Connection connection && connection.isLong()) ? ALL_ATTEMPTS : Duration.ZERO;
	}

	/**
	 * Returns whether the fault can interrupt the service between the send of a mail and
	 * the commit that records it. The sink counts the mails that it did not confirm
	 * itself.
	 */
	default boolean canRepeatMails() {
		return switch (this) {
			case Instance instance -> true;
			case Database database -> true;
			case Connection connection -> connection.peer() == Peer.SMTP || connection.peer() == Peer.DATABASE;
			case Sqs sqs -> false;
			case Mail mail -> false;
		};
	}

	/**
	 * Returns whether the fault can interrupt the service between the send of a dead
	 * letter and the delete of the original, or delay it beyond the visibility timeout.
	 */
	default boolean canRepeatDeadLetters() {
		return switch (this) {
			case Instance instance -> true;
			case Database database -> true;
			case Connection connection -> connection.peer() == Peer.SQS || connection.peer() == Peer.DATABASE;
			case Sqs sqs -> true;
			case Mail mail -> false;
		};
	}

	/**
	 * Affects one instance of a service.
	 */
	record Instance(ServiceKind service, Signal signal) implements Fault {

		@Override
		public String label() {
			return this.service.serviceName() + " " + words(this.signal);
		}

	}

	/**
	 * Affects the PostgreSQL server of all services.
	 */
	record Database(State state) implements Fault {

		@Override
		public String label() {
			return "PostgreSQL " + words(this.state);
		}

	}

	/**
	 * Affects the connections between the services and one of their peers.
	 *
	 * @param isLong whether it lasts as long as all attempts of a notification
	 */
	record Connection(Peer peer, TcpProxy.Behaviour behaviour, boolean isLong) implements Fault {

		Connection(Peer peer, TcpProxy.Behaviour behaviour) {
			this(peer, behaviour, false);
		}

		@Override
		public String label() {
			return this.peer + " " + words(this.behaviour)
					+ (this.isLong ? " for as long as all attempts of a notification" : "");
		}

	}

	/**
	 * Affects the responses of SQS.
	 */
	record Sqs(SqsProxy.Behaviour behaviour) implements Fault {

		@Override
		public String label() {
			return "SQS " + words(this.behaviour);
		}

	}

	/**
	 * Affects the responses of the mail server.
	 */
	record Mail(MailSink.Behaviour behaviour) implements Fault {

		@Override
		public String label() {
			return "SMTP " + words(this.behaviour);
		}

	}

	private static String words(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/**
	 * A signal to a process. Killed and stopped processes are started again.
	 */
	enum Signal {

		/** {@code SIGKILL}, like a power failure. */
		KILLED,

		/** {@code SIGTERM}, like a roll-out. */
		STOPPED,

		/**
		 * {@code SIGSTOP}, then {@code SIGCONT}, like a long pause of the garbage
		 * collector or of the virtual machine. The instance continues with messages that
		 * another instance may have received meanwhile.
		 */
		FROZEN

	}

	/**
	 * The state of PostgreSQL.
	 */
	enum State {

		STOPPED, KILLED, FROZEN, OUT_OF_CONNECTIONS, READ_ONLY

	}

	/**
	 * A server that the services connect to.
	 */
	enum Peer {

		DATABASE("PostgreSQL"), SQS("SQS"), SMTP("SMTP"), DIRECTORY("booking directory");

		private final String text;

		Peer(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
