package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of a notification, as the service's table and the mailbox show it.
 *
 * @param status the status in the table
 * @param recipient the id of the provider or user, {@code null} until it is known
 * @param reason why it was not sent, {@code null} if it was
 * @param millis milliseconds from the transaction that stored the booking until the mail
 * server accepted the mail; {@code null} before that
 * @param receipt what the mail server reported about the mail, {@code null} if nothing
 * @param mails the mails in the mailbox with the id in the table
 */
record NotificationResult(String status, @Nullable String recipient, @Nullable String reason, @Nullable Long millis,
		@Nullable String receipt, List<ReceivedMail> mails) {

	private static final String QUERY = """
			select status, recipient, last_error, provider_message_id, receipt,
				round(extract(epoch from sent_at - created_at) * 1000)::bigint as millis
			from notification where booking_id = ? order by id""";

	/**
	 * @return the booking's notifications, one for each channel once its contact is known
	 */
	static List<NotificationResult> find(SandboxService service, Mailbox mailbox, String bookingId) {
		List<NotificationResult> results = new ArrayList<>();
		try (Connection connection = service.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement(QUERY)) {
			statement.setString(1, bookingId);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					String messageId = rows.getString("provider_message_id");
					results.add(new NotificationResult(rows.getString("status"), rows.getString("recipient"),
							rows.getString("last_error"), (Long) rows.getObject("millis"), rows.getString("receipt"),
							mailbox.received().stream().filter((mail) -> isMail(mail, messageId)).toList()));
				}
			}
			return results;
		}
		catch (SQLException ex) {
			throw new SandboxException("The notifications cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * @param id the {@code Message-ID}, or the part of it that Amazon SES gives a mail
	 */
	private static boolean isMail(ReceivedMail mail, @Nullable String id) {
		return mail.messageId().equals(id) || mail.messageId().startsWith("<" + id + "@");
	}

	/**
	 * @return whether the service has notifications that are still to be sent, or tasks
	 * that schedule some
	 */
	static boolean anyPending(SandboxService service) {
		try (Connection connection = service.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement("""
						select exists (select from notification where status = 'PENDING')
							or exists (select from scheduled_tasks)""");
				ResultSet row = statement.executeQuery()) {
			return row.next() && row.getBoolean(1);
		}
		catch (SQLException ex) {
			throw new SandboxException("The notifications cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * @return whether the notification is complete; a sent one only if its mail has
	 * arrived
	 */
	boolean isSettled() {
		return switch (this.status) {
			case "PENDING" -> false;
			case "SENT" -> !this.mails.isEmpty();
			default -> true;
		};
	}

	/**
	 * @return whether the notification is complete; a sent one only if the mail server
	 * has reported about its mail
	 */
	boolean hasReceipt() {
		return isSettled() && (!this.status.equals("SENT") || this.receipt != null);
	}

	/**
	 * @return one or two lines, without the e-mail address
	 */
	String describe() {
		StringBuilder text = new StringBuilder(isSettled() ? "" : "not settled: ");
		if (this.recipient != null) {
			text.append(this.recipient).append(": ");
		}
		text.append(this.status);
		if (this.millis != null) {
			text.append(" after ").append(this.millis).append(" ms");
		}
		if (this.receipt != null) {
			text.append(", ").append(this.receipt);
		}
		if (this.reason != null) {
			text.append(", ").append(this.reason);
		}
		if (!this.mails.isEmpty()) {
			text.append((this.mails.size() == 1) ? ", 1 mail" : ", %d mails".formatted(this.mails.size()))
				.append(System.lineSeparator())
				.append(this.mails.getFirst().subject());
		}
		return text.toString();
	}

}
