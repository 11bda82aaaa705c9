package io.bookings.provider;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

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

	ProviderContactController(Contacts contacts) {
		this.contacts = contacts;
	}

	@Operation(summary = "The contact of a provider")
	@GetMapping
	Contact find(@PathVariable Identifier providerId) {
		return this.contacts.find(providerId.value()).orElseThrow(ProviderContactController::unknown);
	}

	@Operation(summary = "Creates or replaces the contact of a provider")
	@ApiResponse(responseCode = "200", description = "Replaced")
	@ApiResponse(responseCode = "201", description = "Created")
	@PutMapping
	ResponseEntity<Contact> put(@PathVariable Identifier providerId, @RequestBody Contact contact) {
		boolean created = this.contacts.put(providerId.value(), contact);
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

}
