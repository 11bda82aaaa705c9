package io.bookings.consumer.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.bookings.consumer.person.Person;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for the personal data of users and providers.
 */
@RestController
public class PersonController {

	/**
	 * An export may take longer than a batch. The time-out for the transaction starts
	 * anew only if it was switched off.
	 */
	private static final String ALLOW_LONG_TRANSACTION = """
			select name, set_config(name, value, true)
			from (values ('transaction_timeout', '0'), ('transaction_timeout', '1h')) as t (name, value)
			where current_setting(name, true) is not null""";

	private final Erasures erasures;

	private final List<PersonalData> data;

	private final JdbcClient streaming;

	private final TransactionOperations snapshot;

	/**
	 * Creates the controller.
	 * @param erasures erases people
	 * @param data the personal data of the service
	 * @param streaming the database, with a fetch size
	 * @param snapshot begins read-only transactions that see one state of the database
	 */
	public PersonController(Erasures erasures, List<PersonalData> data, JdbcClient streaming,
			TransactionOperations snapshot) {
		this.erasures = erasures;
		this.data = List.copyOf(data);
		this.streaming = streaming;
		this.snapshot = snapshot;
	}

	@Operation(summary = "Everything that this service holds about a user")
	@ApiResponse(responseCode = "200",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
	@GetMapping("/users/{userId}/export")
	void exportUser(@PathVariable Identifier userId, HttpServletResponse response) throws IOException {
		export(Person.user(userId.value()), response);
	}

	@Operation(summary = "Everything that this service holds about a provider")
	@ApiResponse(responseCode = "200",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
	@GetMapping("/providers/{providerId}/export")
	void exportProvider(@PathVariable Identifier providerId, HttpServletResponse response) throws IOException {
		export(Person.provider(providerId.value()), response);
	}

	private void export(Person person, HttpServletResponse response) throws IOException {
		this.snapshot.executeWithoutResult((status) -> {
			this.streaming.sql(ALLOW_LONG_TRANSACTION).query((row) -> {
			});
			response.setContentType(MediaType.APPLICATION_JSON_VALUE);
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			response.setHeader("Content-Disposition", "attachment; filename=\"export.json\"");
			try {
				Writer out = response.getWriter();
				PersonExport export = new PersonExport(out, this.streaming);
				export.write("{\"person\":\"%s\",\"id\":%s,\"exportedAt\":\"%s\"".formatted(person.kind(),
						JsonMapper.shared().writeValueAsString(person.id()), Instant.now()));
				this.data.forEach((part) -> part.export(person, export));
				export.write("}\n");
				out.flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	@Operation(summary = "Erases a user",
			description = "Deletes the contact, replaces the id by a pseudonym, and ends pending notifications. "
					+ "Messages that are still in a queue do not bring the id back. Idempotent.")
	@ApiResponse(responseCode = "200", description = "Finished")
	@ApiResponse(responseCode = "202", description = "Continues in the background")
	@DeleteMapping("/users/{userId}")
	ResponseEntity<ErasureReceipt> eraseUser(@PathVariable Identifier userId, Principal caller) {
		return response(this.erasures.erase(Person.user(userId.value()), caller.getName()));
	}

	@Operation(summary = "Erases a provider",
			description = "Deletes the contact, replaces the id by a pseudonym, and ends pending notifications. "
					+ "Messages that are still in a queue do not bring the id back. Idempotent.")
	@ApiResponse(responseCode = "200", description = "Finished")
	@ApiResponse(responseCode = "202", description = "Continues in the background")
	@DeleteMapping("/providers/{providerId}")
	ResponseEntity<ErasureReceipt> eraseProvider(@PathVariable Identifier providerId, Principal caller) {
		return response(this.erasures.erase(Person.provider(providerId.value()), caller.getName()));
	}

	@Operation(summary = "The receipt of an erasure")
	@GetMapping("/erasures/{erasureId}")
	ErasureReceipt receipt(@PathVariable UUID erasureId) {
		return this.erasures.find(erasureId)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such erasure"));
	}

	private static ResponseEntity<ErasureReceipt> response(ErasureReceipt receipt) {
		return ResponseEntity.status(receipt.isFinished() ? HttpStatus.OK : HttpStatus.ACCEPTED).body(receipt);
	}

}
