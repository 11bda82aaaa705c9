package io.bookings.user;

import java.time.Instant;
import java.util.Locale;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.task.RetryException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Looks bookings up in the {@link BookingDirectory}, and remembers the last failure for
 * the health.
 */
@Component
class DirectoryLookUp {

	private final BookingDirectory directory;

	private final BookingDirectoryConfiguration.Properties properties;

	private volatile @Nullable Failed lastShared;

	private volatile @Nullable Failed lastOfOneBooking;

	DirectoryLookUp(BookingDirectory directory, BookingDirectoryConfiguration.Properties properties) {
		this.directory = directory;
		this.properties = properties;
	}

	/**
	 * Finds a booking.
	 * @return a complete response
	 * @throws RetryException if there is none
	 */
	BookingDirectory.Entry find(String bookingId) {
		if (this.properties.url() == null) {
			throw failed(DirectoryFailure.NOT_CONFIGURED, bookingId,
					"no booking directory is configured: set booking.directory.url");
		}
		try {
			BookingDirectory.Entry entry = this.directory.find(bookingId);
			if (entry == null || !entry.answers(bookingId)) {
				throw failed(DirectoryFailure.MISMATCH, bookingId,
						"the booking directory's response does not match the booking");
			}
			this.lastShared = null;
			return entry;
		}
		catch (RestClientResponseException ex) {
			throw refused(bookingId, ex);
		}
		catch (ResourceAccessException ex) {
			throw failed(DirectoryFailure.UNREACHABLE, bookingId, "the booking directory does not answer");
		}
		catch (RestClientException ex) {
			throw failed(DirectoryFailure.OTHER_ANSWER, bookingId, "the booking directory's response cannot be parsed");
		}
	}

	/**
	 * Describes an error response. A 404 is the directory's answer only if it is in JSON,
	 * because a proxy can respond with 404 too.
	 */
	private RetryException refused(String bookingId, RestClientResponseException ex) {
		int status = ex.getStatusCode().value();
		if (status == 404 && OutgoingHttp.isJson(ex)) {
			return failed(DirectoryFailure.UNKNOWN, bookingId, "the booking directory does not know the booking");
		}
		if (status == 401) {
			return failed(DirectoryFailure.REFUSED, bookingId,
					(this.properties.hasCredentials()
							? "the booking directory refuses the credentials: it answers HTTP "
							: "the booking directory asks for credentials, and none are set: it answers HTTP ")
							+ OutgoingHttp.said(ex));
		}
		return failed((status == 403) ? DirectoryFailure.REFUSED : DirectoryFailure.OTHER_ANSWER, bookingId,
				"the booking directory answers HTTP " + OutgoingHttp.said(ex));
	}

	private RetryException failed(DirectoryFailure failure, String bookingId, String reason) {
		Failed failed = new Failed(failure, bookingId, reason, Instant.now());
		if (failure.isShared()) {
			this.lastShared = failed;
			return RetryException.ofAllBookings(reason);
		}
		this.lastShared = null;
		this.lastOfOneBooking = failed;
		return RetryException.ofOneBooking(reason);
	}

	/**
	 * The failure that all look-ups of this instance share, or {@code null} if the last
	 * look-up showed none.
	 */
	@Nullable Failed lastShared() {
		return this.lastShared;
	}

	/**
	 * The last failure that affected one booking only, or {@code null} if there was none.
	 */
	@Nullable Failed lastOfOneBooking() {
		return this.lastOfOneBooking;
	}

	/**
	 * A failed look-up.
	 *
	 * @param failure the kind of failure
	 * @param bookingId the booking that was looked up
	 * @param reason what was wrong, without personal data
	 * @param at when it failed
	 */
	record Failed(DirectoryFailure failure, String bookingId, String reason, Instant at) {

		/**
		 * What was wrong, and the remedy.
		 */
		String sentence() {
			String about = this.failure.isShared() ? "" : " %s".formatted(this.bookingId);
			return "%s%s%s. %s".formatted(this.reason.substring(0, 1).toUpperCase(Locale.ROOT),
					this.reason.substring(1), about, this.failure.remedy());
		}

	}

}
