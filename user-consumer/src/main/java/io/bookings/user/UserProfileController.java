package io.bookings.user;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
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

@RestController
@RequestMapping("/users/{userId}/profile")
class UserProfileController {

	private final Contacts contacts;

	private final UserProfiles profiles;

	UserProfileController(Contacts contacts, UserProfiles profiles) {
		this.contacts = contacts;
		this.profiles = profiles;
	}

	@Operation(summary = "How a user wants to be told, and how many bookings were confirmed",
			description = "The fields of the contact are absent while only bookings are known of the user.")
	@GetMapping
	Profile find(@PathVariable Identifier userId) {
		UserProfile profile = this.profiles.findById(userId.value()).orElseThrow(UserProfileController::unknown);
		return new Profile(this.contacts.find(userId.value()).orElse(null), profile.confirmedBookings(),
				profile.lastConfirmedAt());
	}

	@Operation(summary = "Sets how a user wants to be told; may be repeated",
			description = "What GET has answered may be changed and sent: the counters in it are ignored.")
	@ApiResponse(responseCode = "200", description = "Replaced")
	@ApiResponse(responseCode = "201", description = "Created")
	@PutMapping
	ResponseEntity<Contact> put(@PathVariable Identifier userId, @RequestBody Contact contact) {
		boolean created = this.contacts.put(userId.value(), contact);
		return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK).body(contact);
	}

	@Operation(summary = "Forgets a user's profile: name, addresses, preferences and counters", description = """
			The bookings stay: they are agreements with providers, who have their own record of them. \
			Notifications wait for a contact from then on, and expire when their slots start. A booking that \
			is confirmed later starts a profile without a contact, which counts from one.""")
	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable Identifier userId) {
		if (!this.contacts.remove(userId.value())) {
			throw unknown();
		}
	}

	private static ResponseStatusException unknown() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "This user has no profile here");
	}

	/**
	 * A profile as the API shows it: the contact's fields as they were put, and the
	 * counters beside them.
	 *
	 * @param contact how the user wants to be told
	 * @param confirmedBookings how many bookings were confirmed
	 * @param lastConfirmedAt when the provider has accepted the latest of them
	 */
	record Profile(@JsonUnwrapped @Nullable Contact contact, int confirmedBookings, @Nullable Instant lastConfirmedAt) {

	}

}
