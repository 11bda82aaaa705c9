package io.bookings.consumer.operations;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.outage.PollingPause;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The instances that share the database, as they report themselves.
 */
public class Instances {

	private static final String REPORT = """
			insert into service_instance (name, version, started_at, reported_at)
			values (:name, :version, :startedAt, clock_timestamp())
			on conflict (name) do update
			set version = excluded.version, started_at = excluded.started_at, reported_at = excluded.reported_at""";

	private static final String FORGET = """
			delete from service_instance where reported_at < clock_timestamp() - :seconds * interval '1 second'""";

	private static final String LIST = """
			select name, version, started_at, reported_at from service_instance order by started_at, name""";

	private final JdbcClient jdbc;

	private final Service service;

	private final PollingPause pause;

	private final long secondsToLive;

	private volatile List<Instance> listed = List.of();

	/**
	 * Creates the list. It is empty before the first {@link #refresh}.
	 * @param jdbc the service's database
	 * @param service this instance
	 * @param pause whether the database is unavailable
	 * @param secondsToLive how long an instance is listed after its last report, in
	 * seconds
	 */
	public Instances(JdbcClient jdbc, Service service, PollingPause pause, long secondsToLive) {
		this.jdbc = jdbc;
		this.service = service;
		this.pause = pause;
		this.secondsToLive = secondsToLive;
	}

	/**
	 * Reports this instance, removes those that no longer report and reads the list,
	 * unless the database is unavailable.
	 */
	public void refresh() {
		if (this.pause.isOn()) {
			return;
		}
		this.jdbc.sql(REPORT)
			.param("name", this.service.instance())
			.param("version", this.service.release())
			.param("startedAt", this.service.startedAt().atOffset(ZoneOffset.UTC))
			.update();
		this.jdbc.sql(FORGET).param("seconds", this.secondsToLive).update();
		this.listed = this.jdbc.sql(LIST)
			.query((row, number) -> new Instance(row.getString("name"), row.getString("version"),
					Columns.instant(row, "started_at"), Columns.instant(row, "reported_at")))
			.list();
	}

	/**
	 * Returns the instances as last read, the oldest first.
	 */
	List<Instance> listed() {
		return this.listed;
	}

	/**
	 * An instance.
	 *
	 * @param name the host and the process
	 * @param version its version and, if it is known, the commit
	 * @param startedAt when it started
	 * @param reportedAt when it last reported itself
	 */
	record Instance(String name, String version, Instant startedAt, Instant reportedAt) {

	}

}
