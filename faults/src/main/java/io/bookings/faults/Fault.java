package io.bookings.faults;

import java.util.Locale;

import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.TcpProxy;

/**
 * Something that goes wrong for a while.
 */
sealed interface Fault {

	/**
	 * What the report calls it.
	 */
	String label();

	/**
	 * Whether it can end a send before the service has noted it. Mails that the sink
	 * itself kept quiet about are counted there.
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
	 * Whether it can part a dead candidate's send from the delete of its original, or let
	 * a message outlive its visibility timeout.
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
	 * Happens to one instance of a service.
	 */
	record Instance(SandboxService.Kind service, Signal signal) implements Fault {

		@Override
		public String label() {
			return this.service.serviceName() + " " + words(this.signal);
		}

	}

	/**
	 * Happens to the PostgreSQL server that both services' databases are on.
	 */
	record Database(State state) implements Fault {

		@Override
		public String label() {
			return "PostgreSQL " + words(this.state);
		}

	}

	/**
	 * Happens between the services and one of their peers.
	 */
	record Connection(Peer peer, TcpProxy.Behaviour behaviour) implements Fault {

		@Override
		public String label() {
			return this.peer + " " + words(this.behaviour);
		}

	}

	/**
	 * Is in the answers of SQS.
	 */
	record Sqs(SqsProxy.Behaviour behaviour) implements Fault {

		@Override
		public String label() {
			return "SQS " + words(this.behaviour);
		}

	}

	/**
	 * Is in the answers of the mail server.
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
	 * What a process is sent. All but a frozen one are started again.
	 */
	enum Signal {

		/** {@code SIGKILL}: what a power failure does. */
		KILLED,

		/** {@code SIGTERM}: what a roll-out does. */
		STOPPED,

		/**
		 * {@code SIGSTOP}, later {@code SIGCONT}: what a long pause of the garbage
		 * collector or of the virtual machine does. The instance goes on with messages
		 * that have long been somebody else's.
		 */
		FROZEN

	}

	/**
	 * What PostgreSQL does.
	 */
	enum State {

		STOPPED, KILLED, FROZEN, OUT_OF_CONNECTIONS, READ_ONLY

	}

	/**
	 * What the services talk to.
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
