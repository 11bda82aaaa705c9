package io.bookings.consumer.notification;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bookings.consumer.trace.Traces;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Text messages whose claim is committed, but the response of the database is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostClaimIntegrationTests {

	private final NotifierFixture notifier;

	private final NotificationDelivery delivery;

	private final AtomicBoolean losing = new AtomicBoolean();

	private final List<OutgoingNotification> sent = new CopyOnWriteArrayList<>();

	LostClaimIntegrationTests() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		this.notifier = NotifierFixture.start(service, "booking.notification.enabled=false");
		ConfigurableApplicationContext context = this.notifier.context;
		JdbcClient claiming = JdbcClient.create(new LosingDataSource(service));
		this.delivery = new NotificationDelivery(
				new NotificationClaims(claiming, this.notifier.source, this.notifier.contacts),
				new NotificationTable(this.notifier.jdbc), context.getBean(ChannelTable.class),
				context.getBean(ChannelMonitor.class), Map.of("sms", new TextMessages()),
				context.getBean(NotificationProperties.class), context.getBean(NotificationMetrics.class),
				context.getBean(Traces.class), new DeliveryTurns(() -> 0));
	}

	@AfterAll
	void stop() {
		this.notifier.close();
	}

	@BeforeEach
	void forget() {
		this.notifier.forget();
		this.sent.clear();
		this.notifier.contacts.put("r-1", TestNotifier.contact("r-1", "sms"));
	}

	@Test
	void aTextMessageIsSentAlthoughTheResponseToItsClaimWasLost() {
		String id = insert();
		attemptAndLoseTheResponse(id);
		assertThat(this.sent).isEmpty();
		this.delivery.attempt(id);
		assertThat(this.notifier.statuses()).isEqualTo(Map.of("b-1/sms", "SENT"));
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void aTextMessageThatMayHaveBeenSentIsNotSentAgainIfTheResponseToItsClaimWasLost() {
		String id = insert();
		this.notifier.jdbc.sql("update notification set channel = 'sms', attempt_started_at = now()").update();
		attemptAndLoseTheResponse(id);
		this.delivery.attempt(id);
		assertThat(this.notifier.statuses()).isEqualTo(Map.of("b-1/sms", "UNKNOWN"));
		assertThat(this.sent).isEmpty();
	}

	private void attemptAndLoseTheResponse(String id) {
		this.losing.set(true);
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.delivery.attempt(id));
		assertThat(this.losing).isFalse();
	}

	private String insert() {
		return this.notifier.jdbc.sql(
				"insert into notification (booking_id, event_type) values ('b-1', 'BOOKING_CREATED') returning id::text")
			.query(String.class)
			.single();
	}

	private final class TextMessages implements NotificationChannel {

		@Override
		public String name() {
			return "sms";
		}

		@Override
		public boolean recognisesRepeats() {
			return false;
		}

		@Override
		public String send(OutgoingNotification notification) {
			LostClaimIntegrationTests.this.sent.add(notification);
			return "sns-1";
		}

	}

	/**
	 * Executes a query, and then fails as if the connection were lost.
	 */
	private final class LosingDataSource extends DelegatingDataSource {

		LosingDataSource(SandboxService service) {
			super(service.dataSource());
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return proxy(Connection.class, connection, (result) -> (result instanceof PreparedStatement statement)
					? proxy(PreparedStatement.class, statement, this::lose) : result);
		}

		private Object lose(Object result) throws SQLException {
			if (result instanceof ResultSet && LostClaimIntegrationTests.this.losing.getAndSet(false)) {
				throw new SQLException("The connection is lost", "08006");
			}
			return result;
		}

		private <T> T proxy(Class<T> type, T target, Result result) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						try {
							return result.of(method.invoke(target, arguments));
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					}));
		}

	}

	@FunctionalInterface
	private interface Result {

		Object of(Object result) throws SQLException;

	}

}
