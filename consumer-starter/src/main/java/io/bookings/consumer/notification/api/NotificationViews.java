package io.bookings.consumer.notification.api;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the table {@code notification} for the API.
 */
class NotificationViews {

	private static final String SELECT = """
			select id, booking_id, event_type, channel, recipient, status, attempts, last_error, created_at, sent_at,
				provider_message_id
			from notification where\s""";

	private static final RowMapper<NotificationView> ROWS = new SimplePropertyRowMapper<>(NotificationView.class);

	private final JdbcClient jdbc;

	NotificationViews(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<NotificationView> find(long id) {
		return this.jdbc.sql(SELECT + "id = :id").param("id", id).query(ROWS).optional();
	}

	/**
	 * Finds notifications before the given id, newest first. Ids ascend with the time of
	 * creation, and the primary key orders them without another index.
	 */
	List<NotificationView> find(NotificationFilter filter, long before, int rows) {
		return this.jdbc.sql(SELECT + filter.condition() + " and id < :before order by id desc limit :rows")
			.params(filter.parameters())
			.param("before", before)
			.param("rows", rows)
			.query(ROWS)
			.list();
	}

}
