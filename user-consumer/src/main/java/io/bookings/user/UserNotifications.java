package io.bookings.user;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.TransientDeliveryException;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Notifies users of confirmed bookings. The event does not contain the user: this class
 * calls the {@link BookingDirectory} once, and stores its response.
 */
@Component
class UserNotifications implements NotificationSource {

	private final BookingConfirmations confirmations;

	private final UserProfiles profiles;

	private final Contacts contacts;

	private final BookingDirectory directory;

	private final BookingDirectoryConfiguration.Properties directoryProperties;

	private final TransactionOperations transaction;

	UserNotifications(BookingConfirmations confirmations, UserProfiles profiles, Contacts contacts,
			BookingDirectory directory, BookingDirectoryConfiguration.Properties directoryProperties,
			TransactionOperations transaction) {
		this.confirmations = confirmations;
		this.profiles = profiles;
		this.contacts = contacts;
		this.directory = directory;
		this.directoryProperties = directoryProperties;
		this.transaction = transaction;
	}

	@Override
	public NotificationContent prepare(String bookingId) {
		BookingConfirmation confirmation = this.confirmations.findById(bookingId)
			.orElseThrow(UserNotifications::deleted);
		return confirmation.isResolved() ? confirmation.toNotificationContent() : resolve(bookingId, lookUp(bookingId));
	}

	@Override
	public Optional<Contact> contact(String userId) {
		return this.contacts.find(userId);
	}

	/**
	 * Stores the user of the booking and counts it, in one transaction, and only once.
	 */
	private NotificationContent resolve(String bookingId, BookingDirectory.Entry entry) {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			BookingConfirmation confirmation = this.confirmations.findForUpdate(bookingId)
				.orElseThrow(UserNotifications::deleted);
			if (!confirmation.isResolved()) {
				confirmation.resolve(entry);
				this.profiles.countConfirmation(confirmation.userId(), confirmation.acceptedAt());
			}
			return confirmation.toNotificationContent();
		}));
	}

	private BookingDirectory.Entry lookUp(String bookingId) {
		try {
			BookingDirectory.Entry entry = this.directory.find(bookingId);
			if (entry == null || !entry.answers(bookingId)) {
				throw new TransientDeliveryException("the booking directory's response does not match the booking");
			}
			return entry;
		}
		catch (RestClientResponseException ex) {
			throw new TransientDeliveryException(refusal(ex));
		}
		catch (ResourceAccessException ex) {
			throw new TransientDeliveryException("the booking directory does not answer");
		}
		catch (RestClientException ex) {
			throw new TransientDeliveryException("the booking directory's response cannot be parsed");
		}
	}

	/**
	 * Describes an error response. A 404 is the directory's answer only if it is in JSON,
	 * because a proxy can respond with 404 too.
	 */
	private String refusal(RestClientResponseException ex) {
		int status = ex.getStatusCode().value();
		if (status == 404 && OutgoingHttp.isJson(ex)) {
			return "the booking directory does not know the booking";
		}
		if (status == 401) {
			return (this.directoryProperties.hasCredentials()
					? "the booking directory refuses the credentials: it answers HTTP "
					: "the booking directory asks for credentials, and none are set: it answers HTTP ")
					+ OutgoingHttp.said(ex);
		}
		return "the booking directory answers HTTP " + OutgoingHttp.said(ex);
	}

	private static PermanentDeliveryException deleted() {
		return new PermanentDeliveryException("the booking confirmation was deleted");
	}

}
