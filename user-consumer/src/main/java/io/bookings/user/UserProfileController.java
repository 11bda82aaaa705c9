package io.bookings.user;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.Person;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for the profiles of users.
 */
@RestController
@RequestMapping("/users/{userId}/profile")
class UserProfileController {

	private final Contacts contacts;

	private final UserProfiles profiles;

	private final ErasedPeople erased;

	UserProfileController(Contacts contacts, UserProfiles profiles, ErasedPeople erased) {
		this.contacts = contacts;
		this.profiles = profiles;
		this.erased = erased;
	}

	@Operation(summary = "The contact of a user, whether e-mails to it are suppressed, and the number of confirmed "
			+ "bookings", description = "The fields of the contact are absent if the user has none.")
	@GetMapping
	Profile find(@PathVariable Identifier userId) {
		UserProfile profile = this.profiles.findById(userId.value()).orElseThrow(UserProfileController::unknown);
		return new Profile(this.contacts.find(userId.value()).orElse(null),
				this.contacts.emailSuppression(userId.value()).orElse(null), profile.confirmedBookings(),
				profile.lastConfirmedAt());
	}

	@Operation(summary = "Creates or replaces the contact of a user",
			description = "Ends the suppression of e-mails. Accepts the response of GET, and ignores its counters.")
	@ApiResponse(responseCode = "200", description = "Replaced")
	@ApiResponse(responseCode = "201", description = "Created")
	@ApiResponse(responseCode = "409", description = "The user was erased recently")
	@PutMapping
	ResponseEntity<Contact> put(@PathVariable Identifier userId, @RequestBody Contact contact) {
		boolean created = this.erased.storeUnlessErased(Person.user(userId.value()),
				() -> this.contacts.put(userId.value(), contact));
		return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK).body(contact);
	}

	@Operation(summary = "Deletes a user's profile: name, addresses, preferences and counters", description = """
			The bookings are kept, because they are agreements with providers, who have their own records. \
			Later notifications wait for a contact, and expire when their slots start. A booking that is \
			confirmed later creates a profile without a contact, whose count starts at one.""")
	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable Identifier userId) {
		if (!this.contacts.remove(userId.value())) {
			throw unknown();
		}
	}

	private static ResponseStatusException unknown() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "This user has no profile");
	}

	/**
	 * A profile in the API: the fields of the contact and the counters.
	 *
	 * @param contact the contact of the user
	 * @param emailSuppression why no e-mails are sent to the address; absent if they are
	 * @param confirmedBookings the number of confirmed bookings
	 * @param lastConfirmedAt when a provider accepted the latest of them
	 */
	record Profile(@JsonUnwrapped @Nullable Contact contact,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable EmailSuppression emailSuppression,
			int confirmedBookings, @Nullable Instant lastConfirmedAt) {

	}

}
