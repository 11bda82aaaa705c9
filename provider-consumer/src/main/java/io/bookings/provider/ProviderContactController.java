package io.bookings.provider;

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
 * The HTTP API for the contacts of providers.
 */
@RestController
@RequestMapping("/providers/{providerId}/contact")
class ProviderContactController {

	private final Contacts contacts;

	private final ErasedPeople erased;

	ProviderContactController(Contacts contacts, ErasedPeople erased) {
		this.contacts = contacts;
		this.erased = erased;
	}

	@Operation(summary = "The contact of a provider, and whether e-mails to it are suppressed")
	@GetMapping
	ProviderContact find(@PathVariable Identifier providerId) {
		Contact contact = this.contacts.find(providerId.value()).orElseThrow(ProviderContactController::unknown);
		return new ProviderContact(contact, this.contacts.emailSuppression(providerId.value()).orElse(null));
	}

	@Operation(summary = "Creates or replaces the contact of a provider",
			description = "Ends the suppression of e-mails. Accepts the response of GET.")
	@ApiResponse(responseCode = "200", description = "Replaced")
	@ApiResponse(responseCode = "201", description = "Created")
	@ApiResponse(responseCode = "409", description = "The provider was erased recently")
	@PutMapping
	ResponseEntity<Contact> put(@PathVariable Identifier providerId, @RequestBody Contact contact) {
		boolean created = this.erased.storeUnlessErased(Person.provider(providerId.value()),
				() -> this.contacts.put(providerId.value(), contact));
		return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK).body(contact);
	}

	@Operation(summary = "Deletes the contact of a provider",
			description = "Later notifications wait for a contact, and expire when their slots start.")
	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable Identifier providerId) {
		if (!this.contacts.remove(providerId.value())) {
			throw unknown();
		}
	}

	private static ResponseStatusException unknown() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "This provider has no contact");
	}

	/**
	 * A contact in the API.
	 *
	 * @param contact the contact of the provider
	 * @param emailSuppression why no e-mails are sent to the address; absent if they are
	 */
	record ProviderContact(@JsonUnwrapped Contact contact,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable EmailSuppression emailSuppression) {

	}

}
