package io.bookings.consumer.deadletter.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.DryRun;
import io.bookings.consumer.deadletter.Letter;
import io.bookings.consumer.deadletter.LetterDetails;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.deadletter.LetterGroup;
import io.bookings.consumer.deadletter.LetterReason;
import io.bookings.consumer.deadletter.LetterState;
import io.bookings.consumer.deadletter.Reasoned;
import io.bookings.consumer.deadletter.Requested;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.LargeBody;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for dead letters.
 */
@RestController
@RequestMapping("/dead-letters")
public class DeadLetterController {

	/** For 10,000 numbers. */
	private static final int NUMBERS = 256;

	/** For a body of 1 MiB whose quotation marks are escaped. */
	private static final int BODY = 2200;

	private final DeadLetters letters;

	/**
	 * Creates the controller.
	 * @param letters the dead letters
	 */
	public DeadLetterController(DeadLetters letters) {
		this.letters = letters;
	}

	@Operation(summary = "Dead letters, newest first",
			description = "since and until (exclusive) limit the time of collection.")
	@GetMapping
	Page<Letter> list(@RequestParam(required = false) @Nullable List<LetterState> state,
			@RequestParam(required = false) @Nullable String reason,
			@RequestParam(required = false) @Nullable String group,
			@RequestParam(required = false) @Nullable Identifier eventType,
			@RequestParam(required = false) @Nullable Identifier bookingId,
			@RequestParam(required = false) @Nullable Instant since,
			@RequestParam(required = false) @Nullable Instant until,
			@RequestParam(defaultValue = PageSize.DEFAULT) PageSize limit,
			@RequestParam(required = false) @Nullable Cursor after) {
		return this.letters.find(filter(state, reason(reason), group, eventType, bookingId, since, until), limit,
				after);
	}

	@Operation(summary = "Dead letters by reason and detail, largest group first",
			description = "Counts open letters unless state is set. The detail has its values left out.")
	@GetMapping("/groups")
	List<LetterGroup> groups(@RequestParam(defaultValue = "OPEN") List<LetterState> state,
			@RequestParam(required = false) @Nullable Identifier eventType,
			@RequestParam(required = false) @Nullable Instant since,
			@RequestParam(required = false) @Nullable Instant until) {
		return this.letters.groups(filter(state, null, null, eventType, null, since, until));
	}

	private static @Nullable LetterReason reason(@Nullable String code) {
		try {
			return (code != null) ? LetterReason.from(code) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRequestException(List.of(new InvalidRequestException.Violation("reason",
					"must be rejected, conflict, failed, moved or unknown")));
		}
	}

	private static LetterFilter filter(@Nullable List<LetterState> states, @Nullable LetterReason reason,
			@Nullable String group, @Nullable Identifier eventType, @Nullable Identifier bookingId,
			@Nullable Instant since, @Nullable Instant until) {
		return new LetterFilter((states != null) ? Set.copyOf(states) : Set.of(), reason, group,
				(eventType != null) ? eventType.value() : null, (bookingId != null) ? bookingId.value() : null, since,
				until);
	}

	@Operation(summary = "One dead letter with its body and what was decided about it")
	@GetMapping("/{id}")
	LetterDetails find(@PathVariable long id) {
		return this.letters.get(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"There is no dead letter with this number"));
	}

	@Operation(summary = "A request to redrive, repair or discard letters, and how far it is")
	@GetMapping("/requests/{requestId}")
	Requested request(@PathVariable UUID requestId) {
		return this.letters.request(requestId)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no request with this id"));
	}

	@Operation(summary = "What would happen to dead letters if they were sent to the source queue now",
			description = "Takes ids, or a filter with the time until which it selects letters.")
	@PostMapping("/dry-run")
	DryRun dryRun(@RequestBody @LargeBody(kibibytes = NUMBERS) LettersRequest request) {
		return this.letters.dryRun(request.ids(this.letters), (verdict) -> {
		});
	}

	@Operation(summary = "Sends dead letters to the source queue",
			description = "Takes ids, or a filter with the time until which it selects letters. All of them must be OPEN.")
	@PostMapping("/redrive")
	ResponseEntity<Requested> redrive(@RequestBody @LargeBody(kibibytes = NUMBERS) LettersRequest request,
			Principal principal) {
		Reasoned reasoned = new Reasoned(principal.getName(), request.why());
		return ResponseEntity.accepted()
			.body(this.letters.redrive(request.ids(this.letters), reasoned, request.perSecond(), request.force()));
	}

	@Operation(summary = "Sends a corrected body to the source queue instead of a dead letter",
			description = "With dryRun, it says what would happen.")
	@PostMapping("/{id}/repair")
	ResponseEntity<Object> repair(@PathVariable long id,
			@RequestBody @LargeBody(kibibytes = BODY) RepairRequest request, Principal principal) {
		find(id);
		if (request.dryRun()) {
			return ResponseEntity.ok(this.letters.dryRun(id, request.body()));
		}
		return ResponseEntity.accepted()
			.body(this.letters.repair(id, request.body(), new Reasoned(principal.getName(), request.why()),
					request.force()));
	}

	@Operation(summary = "Closes dead letters without sending them",
			description = "They are kept until the end of their retention.")
	@PostMapping("/discard")
	Requested discard(@RequestBody @LargeBody(kibibytes = NUMBERS) LettersRequest request, Principal principal) {
		return this.letters.discard(request.ids(this.letters), new Reasoned(principal.getName(), request.why()),
				request.force());
	}

}
