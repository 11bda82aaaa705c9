package io.bookings.consumer.notification.receipt;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.consumer.notification.OutgoingNotification;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores receipts in the table {@code notification}, in the booking's history and in the
 * contact, in one transaction.
 */
public class ReceiptTable {

	private static final String FIND = """
			select id, booking_id, event_type, channel, recipient, receipt, receipt_detail, receipt_at
			from notification where %s order by id desc limit 1 for update""";

	/**
	 * Adds a line unless the history has it. The lock of the notification's row prevents
	 * a race.
	 */
	private static final String NOTE = HistoryTable.appendRowsOf("""
			select :bookingId, :eventType, :what, :detail
			where not exists (select from booking_history where booking_id = :bookingId and event_type = :eventType
				and what = :what and detail = :detail)""");

	private static final String CLOSE_UNKNOWN = """
			update notification set status = 'SENT', sent_at = :at, last_error = null,
				provider_message_id = coalesce(provider_message_id, :messageId)
			where id = :id and status = 'UNKNOWN'""";

	private static final String SET_RECEIPT = """
			update notification set receipt = :kind, receipt_detail = :detail, receipt_at = :at where id = :id""";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final @Nullable Contacts contacts;

	/**
	 * Creates the access to the tables.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param contacts the contacts of the service, or {@code null} if it has none in a
	 * table of its own
	 */
	public ReceiptTable(JdbcClient jdbc, TransactionOperations transaction, @Nullable Contacts contacts) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.contacts = contacts;
	}

	/**
	 * Stores a receipt, once.
	 * @return the booking of its notification, and whether the receipt is new; empty if
	 * the notification is not known
	 */
	Optional<Stored> store(Receipt.Report report) {
		return Objects.requireNonNull(this.transaction.execute((status) -> find(report.mail()).map((row) -> {
			boolean isNew = note(row, report.receipt());
			if (isNew) {
				apply(row, report);
			}
			return new Stored(row.bookingId(), isNew);
		})));
	}

	private boolean note(Row row, Receipt receipt) {
		return this.jdbc.sql(NOTE)
			.param("bookingId", row.bookingId())
			.param("eventType", row.eventType())
			.param("what", "notification " + receipt.kind().code())
			.param("detail",
					"%s, at %s%s".formatted(row.channel(), receipt.at(),
							receipt.detail().isEmpty() ? "" : ", " + receipt.detail()))
			.update() > 0;
	}

	private void apply(Row row, Receipt.Report report) {
		Receipt receipt = report.receipt();
		if (receipt.kind() != Receipt.Kind.REJECTED) { // the mail system has sent it
			this.jdbc.sql(CLOSE_UNKNOWN)
				.param("id", row.id())
				.param("at", utc(receipt.at()))
				.param("messageId", report.mail().messageId())
				.update();
		}
		if (row.receipt() == null || receipt.compareTo(row.receipt()) > 0) {
			this.jdbc.sql(SET_RECEIPT)
				.param("id", row.id())
				.param("kind", receipt.kind().name())
				.param("detail", receipt.detail().isEmpty() ? null : receipt.detail(), Types.VARCHAR)
				.param("at", utc(receipt.at()))
				.update();
		}
		EmailSuppression.Reason reason = receipt.suppression();
		if (reason != null && row.recipient() != null && this.contacts != null) {
			this.contacts.suppressEmail(row.recipient(), report.addresses(),
					new EmailSuppression(reason, receipt.at()));
		}
	}

	/**
	 * Finds the notification: by its identity, by the id that the server gave the e-mail,
	 * or by its number. The number finds a notification whose result is not stored yet.
	 * It is unique only within one service of one environment, so the identity has to
	 * match. Locks the row.
	 */
	private Optional<Row> find(Mail mail) {
		return find("identity = :value", mail.identity())
			.or(() -> find("provider_message_id = :value and identity is not null", mail.messageId()))
			.or(() -> find("id = :value and channel is not null",
					(mail.service() != null) ? mail.notificationId() : null)
				.filter((row) -> mail.identity() == null || mail.identity().equals(row.identity())));
	}

	private Optional<Row> find(String condition, @Nullable Object value) {
		if (value == null) {
			return Optional.empty();
		}
		return this.jdbc.sql(FIND.formatted(condition)).param("value", value).query((row, number) -> {
			String kind = row.getString("receipt");
			Receipt receipt = (kind != null) ? new Receipt(Receipt.Kind.valueOf(kind),
					Optional.ofNullable(row.getString("receipt_detail")).orElse(""), Columns.instant(row, "receipt_at"))
					: null;
			return new Row(row.getLong("id"), row.getString("booking_id"), row.getString("event_type"),
					row.getString("channel"), row.getString("recipient"), receipt);
		}).optional();
	}

	private static OffsetDateTime utc(Instant time) {
		return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
	}

	/**
	 * A receipt that is stored.
	 *
	 * @param bookingId the booking of the notification
	 * @param isNew whether it was not stored before
	 */
	record Stored(String bookingId, boolean isNew) {

	}

	private record Row(long id, String bookingId, String eventType, String channel, @Nullable String recipient,
			@Nullable Receipt receipt) {

		UUID identity() {
			return OutgoingNotification.identity(this.eventType, this.bookingId, this.channel);
		}

	}

}
