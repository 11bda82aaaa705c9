package io.bookings.benchmarks.batchlistener;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

import io.awspring.cloud.sqs.annotation.SqsListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * An {@code @SqsListener} for batches, tuned for a high rate: eight batches of ten
 * messages at a time, one insert for each batch. Spring Cloud AWS deletes ten messages
 * with one request by default. It only stores the bookings: no content hash, no
 * dead-letter queue of its own, no metrics.
 */
@SpringBootApplication(proxyBeanMethods = false,
		exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
public class BatchListenerConsumer {

	/**
	 * Starts the consumer.
	 * @param args settings
	 */
	public static void main(String[] args) {
		SpringApplication.run(BatchListenerConsumer.class, args);
	}

	@Component
	static class Listener {

		private static final String TABLE = """
				create table if not exists processed_booking (booking_id text primary key, user_id text not null,
					provider_id text not null, slot_id text not null, slot_start timestamptz not null,
					slot_end timestamptz not null, requested_at timestamptz not null,
					processed_at timestamptz not null default now())""";

		private static final String INSERT = """
				insert into processed_booking
					(booking_id, user_id, provider_id, slot_id, slot_start, slot_end, requested_at)
				select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[],
					?::timestamptz[])
				on conflict do nothing""";

		private static final List<Function<BookingRequest, String>> COLUMNS = List.of(BookingRequest::bookingId,
				BookingRequest::userId, BookingRequest::providerId, BookingRequest::slotId, BookingRequest::slotStart,
				BookingRequest::slotEnd, BookingRequest::timestamp);

		private final JdbcTemplate jdbc;

		Listener(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
			jdbc.execute(TABLE);
		}

		@SqsListener(value = "${SQS_BOOKING_REQUEST_QUEUE_URL}", maxConcurrentMessages = "80",
				maxMessagesPerPoll = "10", pollTimeoutSeconds = "10")
		void onMessages(List<BookingRequest> requests) {
			this.jdbc.update(INSERT, (statement) -> bind(statement, requests));
		}

		private static void bind(PreparedStatement statement, List<BookingRequest> requests) throws SQLException {
			for (int i = 0; i < COLUMNS.size(); i++) {
				statement.setArray(i + 1, array(statement.getConnection(), requests, COLUMNS.get(i)));
			}
		}

		private static Array array(Connection connection, List<BookingRequest> requests,
				Function<BookingRequest, String> column) throws SQLException {
			return connection.createArrayOf("text", requests.stream().map(column).toArray());
		}

	}

	/**
	 * A booking as it is received and stored. PostgreSQL reads the times.
	 */
	record BookingRequest(String bookingId, String userId, String providerId, String slotId, String slotStart,
			String slotEnd, String timestamp) {
	}

}
