package io.bookings.user;

import java.util.List;

import io.bookings.consumer.notification.Notifications;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.person.Pseudonym;
import io.bookings.events.BookingConfirmed;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Resolves a confirmed booking: looks its user and slot up, stores them, counts the
 * booking for the user and schedules the notification.
 */
@Component
class BookingResolver {

	private final BookingConfirmations confirmations;

	private final UserProfiles profiles;

	private final Notifications notifications;

	private final DirectoryLookUp directory;

	private final ErasedPeople erased;

	private final TransactionOperations transaction;

	BookingResolver(BookingConfirmations confirmations, UserProfiles profiles, Notifications notifications,
			DirectoryLookUp directory, ErasedPeople erased, TransactionOperations transaction) {
		this.confirmations = confirmations;
		this.profiles = profiles;
		this.notifications = notifications;
		this.directory = directory;
		this.erased = erased;
		this.transaction = transaction;
	}

	/**
	 * Resolves a booking, unless it is resolved or deleted. The look-up is outside of the
	 * transaction.
	 * @throws io.bookings.consumer.task.RetryException if the look-up failed
	 */
	void resolve(String bookingId) {
		if (this.confirmations.findById(bookingId).filter(BookingResolver::isUnresolved).isPresent()) {
			store(bookingId, this.directory.find(bookingId));
		}
	}

	/**
	 * Stores the response in one transaction, and only once. A user who was erased, here
	 * or in the directory, has a pseudonym and is neither counted nor notified.
	 */
	private void store(String bookingId, BookingDirectory.Entry entry) {
		this.transaction.executeWithoutResult((status) -> this.confirmations.findForUpdate(bookingId)
			.filter(BookingResolver::isUnresolved)
			.ifPresent((confirmation) -> {
				confirmation.resolve(withoutErased(entry));
				if (Pseudonym.is(confirmation.userId())) {
					return;
				}
				this.profiles.countConfirmation(confirmation.userId(), confirmation.acceptedAt());
				this.notifications.schedule(BookingConfirmed.TYPE, List.of(bookingId));
			}));
	}

	private BookingDirectory.Entry withoutErased(BookingDirectory.Entry entry) {
		String userId = String.valueOf(entry.userId());
		return this.erased.pseudonyms(List.of(Person.user(userId)))
			.values()
			.stream()
			.findFirst()
			.map(entry::withUserId)
			.orElse(entry);
	}

	private static boolean isUnresolved(BookingConfirmation confirmation) {
		return !confirmation.isResolved();
	}

}
