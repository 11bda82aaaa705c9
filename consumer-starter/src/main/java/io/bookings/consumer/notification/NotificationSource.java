package io.bookings.consumer.notification;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Provides the content of a service's notifications from the service's own database. A
 * service that sends notifications has exactly one bean of this type, and one bean of the
 * type {@link Contacts}.
 */
public interface NotificationSource {

	/**
	 * Returns the query that selects the bookings. An attempt joins it with the
	 * notification and the contact, so that one statement reads all that it needs.
	 * @return SQL without parameters, grouping or order. The column {@code booking_id} is
	 * unique and indexed, and {@code recipient_id} is the id of the provider or user to
	 * notify, or {@code null} if it is not known yet. The names of other columns do not
	 * begin with {@code notification_} or {@code contact_}.
	 */
	String bookings();

	/**
	 * Provides the content of a notification. Called at each attempt.
	 * @param booking the current row of {@link #bookings()}
	 * @return the content
	 * @throws SQLException if a column cannot be read
	 * @throws PermanentDeliveryException if there will never be content
	 * @throws NoContentYetException if there will be content later: asked again, and not
	 * counted as an attempt
	 * @throws RuntimeException if there is no content now: retried with back-off
	 */
	NotificationContent content(ResultSet booking) throws SQLException;

}
