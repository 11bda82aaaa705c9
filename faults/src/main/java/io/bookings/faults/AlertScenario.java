package io.bookings.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import javax.sql.DataSource;

import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.Ports;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.TcpProxy;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A problem that must trigger alerts, caused deliberately.
 *
 * @param kind the service whose alerts must fire
 * @param label the problem, for the report
 * @param alerts the alerts that must fire during the problem
 * @param bookingsPerSecond how many valid messages are sent in each second
 * @param withMalformed whether the same number of malformed messages is sent during the
 * problem
 * @param environment additional variables of the service
 * @param cause causes the problem
 */
record AlertScenario(ServiceKind kind, String label, List<String> alerts, int bookingsPerSecond, boolean withMalformed,
		Map<String, String> environment, Trigger cause) {

	/** Longer than the threshold of the alert on the age of messages. */
	private static final Duration AWAY = Duration.ofMinutes(6);

	/**
	 * Creates a scenario of provider-consumer.
	 */
	AlertScenario(String label, List<String> alerts, int bookingsPerSecond, boolean withMalformed,
			Map<String, String> environment, Trigger cause) {
		this(ServiceKind.PROVIDER, label, alerts, bookingsPerSecond, withMalformed, environment, cause);
	}

	/**
	 * Returns all scenarios. Together they trigger each alert once.
	 */
	static List<AlertScenario> all() {
		int debugger = Ports.free();
		return List.of(
				of("the process is frozen", List.of("BookingServiceDown"),
						(environment) -> injector(environment)
							.inject(new Fault.Instance(ServiceKind.PROVIDER, Fault.Signal.FROZEN))),
				new AlertScenario("the polling thread is suspended", List.of("BookingNoPolls"), 1, false,
						Map.of("JAVA_TOOL_OPTIONS", SuspendedThread.debuggedAt(debugger)),
						(environment) -> SuspendedThread.in(debugger, "pollAndEmitMessages")),
				of("SQS resets all connections", List.of("BookingPollErrors"),
						connection(Fault.Peer.SQS, TcpProxy.Behaviour.REFUSING)),
				new AlertScenario("PostgreSQL is stopped while messages arrive",
						List.of("BookingPollingPaused", "BookingQueueStuck", "BookingTaskFailing"), 30, false,
						Map.of("BOOKING_NOTIFICATION_ENABLED", "false"),
						(environment) -> environment.postgres().enter(Fault.State.STOPPED)),
				new AlertScenario("the service was stopped, and its database is slow", List.of("BookingMessagesOld"),
						30, false, Map.of("BOOKING_NOTIFICATION_ENABLED", "false"), AlertScenario::fallBehind),
				of("the database rejects every second booking", List.of("BookingManyRetries"),
						AlertScenario::refuseEverySecondBooking),
				new AlertScenario("the publisher sends half of its messages malformed",
						List.of("BookingManyDeadLetters", "BookingNewDeadLetters", "BookingDeadLettersWaiting"), 1,
						true, Map.of(), (environment) -> () -> environment.services().getFirst().purge()),
				new AlertScenario("the dead-letter queue is deleted", List.of("BookingDeadLettersRefused"), 1, true,
						Map.of(), AlertScenario::deleteDeadLetterQueue),
				of("SQS deletes messages, but its responses are lost", List.of("BookingFailedAcks"),
						(environment) -> injector(environment)
							.inject(new Fault.Sqs(SqsProxy.Behaviour.DROPPING_DELETE_RESPONSES))),
				of("the mail server is not available", List.of("BookingNotificationChannelPaused"),
						(environment) -> injector(environment).inject(new Fault.Mail(MailSink.Behaviour.UNAVAILABLE))),
				new AlertScenario("the mail server is busy",
						List.of("BookingNotificationsFailing", "BookingNotificationsLate"), 1, false,
						Map.of("BOOKING_NOTIFICATION_BACK_OFF_MAX", "1m"), AlertScenario::busyMail),
				new AlertScenario("the mail server is busy for all attempts", List.of("BookingNotificationsLost"), 1,
						false, Map.of("BOOKING_NOTIFICATION_MAX_ATTEMPTS", "2"), AlertScenario::busyMail),
				new AlertScenario(ServiceKind.USER, "the booking directory is away",
						List.of("BookingConfirmationsUnresolved"), 1, false, Map.of(),
						connection(Fault.Peer.DIRECTORY, TcpProxy.Behaviour.REFUSING)));
	}

	private static AlertScenario of(String label, List<String> alerts, Trigger cause) {
		return new AlertScenario(label, alerts, 1, false, Map.of(), cause);
	}

	/**
	 * Returns the services to start. The booking directory of user-consumer is
	 * provider-consumer.
	 */
	Set<ServiceKind> services() {
		return EnumSet.of(ServiceKind.DIRECTORY, this.kind);
	}

	private static Trigger connection(Fault.Peer peer, TcpProxy.Behaviour behaviour) {
		return (environment) -> injector(environment).inject(new Fault.Connection(peer, behaviour));
	}

	private static Injector injector(TestEnvironment environment) {
		return new Injector(environment, new Random());
	}

	private static Runnable busyMail(TestEnvironment environment) {
		return injector(environment).inject(new Fault.Mail(MailSink.Behaviour.BUSY));
	}

	private static Runnable fallBehind(TestEnvironment environment) throws InterruptedException {
		Runnable start = injector(environment).inject(new Fault.Instance(ServiceKind.PROVIDER, Fault.Signal.STOPPED));
		Thread.sleep(AWAY);
		Runnable end = injector(environment).inject(new Fault.Connection(Fault.Peer.DATABASE, TcpProxy.Behaviour.SLOW));
		start.run();
		return end;
	}

	/**
	 * Fails as if some rows were locked. If all bookings failed, the service would pause
	 * polling.
	 */
	private static Runnable refuseEverySecondBooking(TestEnvironment environment) {
		DataSource database = environment.services().getFirst().dataSource();
		execute(database, """
				create function refuse() returns trigger language plpgsql as $$
				begin
					if hashtext(new.booking_id) % 2 = 0 then raise exception 'busy' using errcode = '55P03'; end if;
					return new;
				end $$;
				create trigger refuse before insert on booking_request for each row execute function refuse()""");
		return () -> execute(database, "drop function refuse() cascade");
	}

	private static void execute(DataSource database, String sql) {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Runnable deleteDeadLetterQueue(TestEnvironment environment) {
		SqsClient sqs = environment.services().getFirst().sqs();
		String url = environment.services().getFirst().deadLetterQueueUrl();
		sqs.deleteQueue((request) -> request.queueUrl(url));
		return () -> sqs.createQueue((request) -> request.queueName(url.substring(url.lastIndexOf('/') + 1)));
	}

	/**
	 * Causes a problem.
	 */
	@FunctionalInterface
	interface Trigger {

		/**
		 * Begins the problem.
		 * @return an action that ends the problem
		 */
		Runnable happen(TestEnvironment environment) throws Exception;

	}

}
