package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bookings.events.BookingCreated;
import io.bookings.sandbox.SandboxService;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One running instance of {@link TestNotifier}.
 */
final class NotifierFixture implements AutoCloseable {

	final ConfigurableApplicationContext context;

	final TestNotifier.Source source;

	final Contacts contacts;

	final JdbcClient jdbc;

	final TransactionTemplate transaction;

	private NotifierFixture(SandboxService service, ConfigurableApplicationContext context) {
		this.context = context;
		this.source = context.getBean(TestNotifier.Source.class);
		this.contacts = context.getBean(Contacts.class);
		this.jdbc = JdbcClient.create(service.dataSource());
		this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	static NotifierFixture start(SandboxService service, String... settings) {
		Map<String, Object> properties = new HashMap<>(service.properties());
		properties.put("booking.notification.back-off.initial", "200ms");
		properties.put("booking.notification.back-off.max", "400ms");
		properties.put("booking.notification.probe-back-off.initial", "200ms");
		properties.put("booking.notification.probe-back-off.max", "400ms");
		properties.put("booking.notification.contact-retry", "1s");
		properties.put("booking.notification.email.from", "bookings@example.org");
		// What consumes nothing has no health components of a queue.
		properties.put("management.endpoint.health.validate-group-membership", false);
		properties.put("db-scheduler.polling-interval", "100ms");
		properties.put("db-scheduler.shutdown-max-wait", "2s");
		Arrays.stream(settings)
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> properties.put(setting[0], setting[1]));
		return new NotifierFixture(service,
				new SpringApplicationBuilder(TestNotifier.class).web(WebApplicationType.NONE)
					.properties(properties)
					.run());
	}

	/**
	 * Makes a recipient other than {@code r-1} the one of a booking.
	 */
	void recipient(String bookingId, String recipientId) {
		this.jdbc.sql("insert into test_recipient (booking_id, recipient_id) values (?, ?)")
			.param(bookingId)
			.param(recipientId)
			.update();
	}

	void schedule(String... bookingIds) {
		this.transaction.executeWithoutResult((status) -> this.context.getBean(Notifications.class)
			.schedule(BookingCreated.TYPE, List.of(bookingIds)));
	}

	/**
	 * Status of each notification, by booking and channel.
	 */
	Map<String, String> statuses() {
		Map<String, String> statuses = new HashMap<>();
		this.jdbc.sql("select booking_id || '/' || coalesce(channel, '-') as key, status from notification")
			.query((row) -> {
				statuses.put(row.getString("key"), row.getString("status"));
			});
		return statuses;
	}

	String lastError(String bookingId) {
		return this.jdbc.sql("select coalesce(last_error, '') from notification where booking_id = ?")
			.param(bookingId)
			.query(String.class)
			.single();
	}

	/**
	 * The number of notifications that wait for a channel.
	 */
	int waiting() {
		return this.jdbc.sql("select count(*) from notification where wait_status = 'WAITING'")
			.query(Integer.class)
			.single();
	}

	/**
	 * The status of a channel that was paused before.
	 */
	String channelStatus(String channel) {
		return this.jdbc.sql("select status from notification_channel where name = ?")
			.param(channel)
			.query(String.class)
			.optional()
			.orElse("");
	}

	int failedProbes(String channel) {
		return this.jdbc.sql("select failed_probes from notification_channel where name = ?")
			.param(channel)
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

	int tasks() {
		return this.jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single();
	}

	List<String> history(String bookingId) {
		return this.jdbc.sql("select what || ': ' || detail from booking_history where booking_id = ? order by id")
			.param(bookingId)
			.query(String.class)
			.list();
	}

	void forget() {
		this.source.notices = (bookingId) -> TestNotifier.Source.content("r-1", TestNotifier.Source.TOMORROW);
		this.jdbc.sql(
				"truncate notification, notification_channel, booking_history, scheduled_tasks, provider_contact, test_recipient")
			.update();
	}

	static Duration patience() {
		return Duration.ofSeconds(20);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
