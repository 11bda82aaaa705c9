package io.bookings.consumer.operations;

import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import io.bookings.consumer.deadletter.DeadLetterProperties;
import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.LetterDetails;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.deadletter.LetterReason;
import io.bookings.consumer.deadletter.LetterState;
import io.bookings.consumer.deadletter.Reasoned;
import io.bookings.consumer.deadletter.Requested;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.PageSize;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The pages of the dead letters. Before something is done with letters, a page says with
 * how many. It keeps their numbers, so that a letter that arrives later is not affected.
 */
@Controller
@RequestMapping("/operations/dead-letters")
class DeadLettersController {

	private static final PageSize PAGE = new PageSize(50);

	/** The verdicts that a page lists. */
	private static final int LISTED = 200;

	private static final String HOME = "redirect:/operations/dead-letters";

	private final DeadLetters letters;

	private final boolean collects;

	DeadLettersController(DeadLetters letters, DeadLetterProperties properties) {
		this.letters = letters;
		this.collects = properties.collect();
	}

	@GetMapping
	String list(@RequestParam(defaultValue = "OPEN") String state,
			@RequestParam(required = false) @Nullable String reason,
			@RequestParam(required = false) @Nullable String group,
			@RequestParam(required = false) @Nullable String eventType,
			@RequestParam(required = false) @Nullable String bookingId,
			@RequestParam(required = false) @Nullable Cursor after, Model model) {
		Selection selection = new Selection(state, reason, group, eventType, bookingId, Instant.now());
		model.addAttribute("collects", this.collects);
		model.addAttribute("groups", this.letters.groups(LetterFilter.in(LetterState.OPEN)));
		model.addAttribute("page", this.letters.find(selection.filter(false), PAGE, after));
		model.addAttribute("selection", selection);
		model.addAttribute("states", LetterState.values());
		model.addAttribute("reasons", LetterReason.values());
		return "operations/dead-letters";
	}

	/**
	 * Shows what is about to be done, or what would happen.
	 */
	@PostMapping("/selection")
	String selection(@RequestParam String action, @RequestParam(required = false) @Nullable List<Long> id,
			@RequestParam(defaultValue = "false") boolean all, @RequestParam(defaultValue = "false") boolean force,
			Selection selection, Model model) {
		if (all && selection.until() == null) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The time at which the list was shown is missing: open the list again");
		}
		List<Long> ids = all ? this.letters.ids(selection.filter(true)) : distinct(id);
		if (ids.isEmpty()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"No dead letter is selected: select some, or all that match");
		}
		model.addAttribute("ids", ids);
		model.addAttribute("full", ids.size() == DeadLetters.MAX_LETTERS);
		return switch (action) {
			case "dry-run" -> {
				var run = this.letters.dryRun(ids, (verdict) -> {
				});
				model.addAttribute("run", run);
				model.addAttribute("counts", new TreeMap<>(run.counts()));
				model.addAttribute("verdicts", run.verdicts().stream().limit(LISTED).toList());
				model.addAttribute("listed", LISTED);
				yield "operations/dry-run";
			}
			case "redrive", "discard" -> {
				model.addAttribute("action", action);
				model.addAttribute("force", force);
				model.addAttribute("perSecond", DeadLetters.DEFAULT_PER_SECOND);
				model.addAttribute("maxPerSecond", DeadLetters.MAX_PER_SECOND);
				yield "operations/confirm";
			}
			default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "There is no such action");
		};
	}

	private static List<Long> distinct(@Nullable List<Long> ids) {
		return (ids != null) ? ids.stream().distinct().sorted().toList() : List.of();
	}

	@PostMapping("/redrive")
	String redrive(@RequestParam List<Long> ids, @RequestParam String why,
			@RequestParam(defaultValue = "" + DeadLetters.DEFAULT_PER_SECOND) int perSecond,
			@RequestParam(defaultValue = "false") boolean force, Principal principal) {
		return progressOf(this.letters.redrive(ids, new Reasoned(principal.getName(), why), perSecond, force));
	}

	@PostMapping("/discard")
	String discard(@RequestParam List<Long> ids, @RequestParam String why,
			@RequestParam(defaultValue = "false") boolean force, Principal principal) {
		return progressOf(this.letters.discard(ids, new Reasoned(principal.getName(), why), force));
	}

	private static String progressOf(Requested requested) {
		return HOME + "/requests/" + requested.requestId();
	}

	@GetMapping("/requests/{requestId}")
	String progress(@PathVariable UUID requestId, Model model) {
		Requested requested = this.letters.request(requestId)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such request"));
		long settled = Stream.of("DONE", "FAILED", "REPLACED")
			.mapToLong((state) -> requested.states().getOrDefault(state, 0L))
			.sum();
		model.addAttribute("requested", requested);
		model.addAttribute("states", new TreeMap<>(requested.states()));
		model.addAttribute("outcomes", new TreeMap<>(requested.outcomes()));
		model.addAttribute("settled", settled);
		model.addAttribute("at", Instant.now());
		return "operations/request";
	}

	@GetMapping("/{id}")
	String letter(@PathVariable long id, Model model) {
		return show(find(id), null, model);
	}

	private LetterDetails find(long id) {
		return this.letters.get(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"There is no dead letter with this number. It may have been deleted after its retention"));
	}

	private String show(LetterDetails details, @Nullable String corrected, Model model) {
		model.addAttribute("details", details);
		model.addAttribute("letter", details.letter());
		model.addAttribute("attributes", new TreeMap<>(details.attributes()));
		model.addAttribute("body", ReadableBody.of(details.body(), details.rules()));
		model.addAttribute("corrected", (corrected != null) ? corrected : ReadableBody.indent(details.body()));
		model.addAttribute("open", details.letter().state() == LetterState.OPEN);
		model.addAttribute("unsure",
				details.letter().state() == LetterState.SENDING || details.letter().state() == LetterState.SENT);
		return "operations/dead-letter";
	}

	/**
	 * Sends a corrected body, or shows what would happen to it.
	 */
	@PostMapping("/{id}/repair")
	String repair(@PathVariable long id, @RequestParam String body, @RequestParam(defaultValue = "") String why,
			@RequestParam(defaultValue = "check") String action, Principal principal, Model model) {
		LetterDetails details = find(id);
		try {
			if (action.equals("send")) {
				return progressOf(this.letters.repair(id, body, new Reasoned(principal.getName(), why), false));
			}
			model.addAttribute("verdict", this.letters.dryRun(id, body));
		}
		catch (InvalidRequestException ex) {
			model.addAttribute("violations", ex.violations());
		}
		model.addAttribute("why", why);
		return show(details, body, model);
	}

	/**
	 * The letters that a page lists.
	 *
	 * @param state the state; empty for all
	 * @param reason why they became dead letters; empty for all
	 * @param group the detail with its values left out; {@code null} for all
	 * @param eventType the type of the event; empty for all
	 * @param bookingId the booking; empty for all
	 * @param until when the list was shown: letters that arrive later do not belong to it
	 */
	record Selection(@Nullable String state, @Nullable String reason, @Nullable String group,
			@Nullable String eventType, @Nullable String bookingId, @Nullable Instant until) {

		LetterFilter filter(boolean cutOff) {
			List<Violation> broken = new ArrayList<>();
			LetterState one = parse("state", this.state, LetterState::valueOf, broken);
			LetterReason why = parse("reason", this.reason, LetterReason::from, broken);
			if (!broken.isEmpty()) {
				throw new InvalidRequestException(broken);
			}
			return new LetterFilter((one != null) ? Set.of(one) : Set.of(), why, this.group, textOrNull(this.eventType),
					textOrNull(this.bookingId), null, cutOff ? this.until : null);
		}

		private static <T> @Nullable T parse(String field, @Nullable String text, Function<String, T> parser,
				List<Violation> broken) {
			try {
				return StringUtils.hasText(text) ? parser.apply(text) : null;
			}
			catch (IllegalArgumentException ex) {
				broken.add(new Violation(field, "has an unknown value"));
				return null;
			}
		}

		private static @Nullable String textOrNull(@Nullable String text) {
			return StringUtils.hasText(text) ? text : null;
		}

		/**
		 * The parameters of a link to this list, without the position.
		 */
		public Map<String, String> parameters() {
			Map<String, String> parameters = new TreeMap<>();
			put(parameters, "state", this.state);
			put(parameters, "reason", this.reason);
			put(parameters, "group", this.group);
			put(parameters, "eventType", this.eventType);
			put(parameters, "bookingId", this.bookingId);
			return parameters;
		}

		private static void put(Map<String, String> parameters, String name, @Nullable String value) {
			if (value != null) {
				parameters.put(name, value);
			}
		}

	}

}
