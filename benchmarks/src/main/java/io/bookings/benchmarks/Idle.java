package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.sandbox.TcpProxy;

/**
 * Measures what a consumer uses while no messages arrive.
 */
final class Idle {

	private static final int MESSAGES_BEFORE = 1000;

	private static final int REST_SECONDS = 20;

	private static final int HOUR = 3600;

	private final Sandbox sandbox;

	private final Drain drain;

	Idle(Sandbox sandbox, Drain drain) {
		this.sandbox = sandbox;
		this.drain = drain;
	}

	/**
	 * Measures after the consumer has emptied a queue and has been idle for some time.
	 * @param seconds how long to measure
	 */
	Result run(Candidate candidate, int seconds) throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		Map<String, AtomicLong> actions = new ConcurrentHashMap<>();
		String sqs = this.sandbox.sqsEndpoint().toString().replaceAll("/$", "");
		try (TcpProxy queue = TcpProxy.start(this.sandbox.sqsEndpoint().getPort(),
				() -> new SqsRequestCounter(actions))) {
			Backlog.publish(service, Load.of(MESSAGES_BEFORE));
			ServiceProcess process = this.drain.start(candidate, service,
					(value) -> value.replace(sqs, "http://127.0.0.1:" + queue.port()));
			try (ProcessUsage usage = ProcessUsage.of(process)) {
				Drain.awaitEmpty(service, process);
				TimeUnit.SECONDS.sleep(REST_SECONDS);
				actions.clear();
				double before = usage.cpuSeconds();
				TimeUnit.SECONDS.sleep(seconds);
				double cpu = usage.cpuSeconds() - before;
				Map<String, Long> requests = new TreeMap<>();
				actions.forEach((action, count) -> requests.put(action, count.get() * HOUR / seconds));
				Result result = new Result(cpu * HOUR / seconds, usage.memory(), requests);
				Drain.stop(process);
				return result;
			}
			finally {
				process.close();
			}
		}
	}

	/**
	 * The results.
	 *
	 * @param cpuSecondsPerHour of user and system time
	 * @param memory resident, MiB
	 * @param requestsPerHour to SQS, by their action
	 */
	record Result(double cpuSecondsPerHour, double memory, Map<String, Long> requestsPerHour) {
	}

}
