package io.bookings.consumer.operations;

import java.security.Principal;

import io.bookings.consumer.deadletter.StateConflictException;
import io.bookings.consumer.web.ApiRoles;
import io.bookings.consumer.web.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * What all pages share: the service, the user, and how an error is shown.
 */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE) // before the problem details of the API
class PageAdvice {

	private static final Logger log = LoggerFactory.getLogger(PageAdvice.class);

	private final Service service;

	private final ApiRoles roles;

	private final boolean notifications;

	PageAdvice(Service service, ApiRoles roles, boolean notifications) {
		this.service = service;
		this.roles = roles;
		this.notifications = notifications;
	}

	@ModelAttribute("service")
	Service service() {
		return this.service;
	}

	/**
	 * Whether the service has notifications.
	 */
	@ModelAttribute("hasNotifications")
	boolean hasNotifications() {
		return this.notifications;
	}

	@ModelAttribute("viewer")
	Viewer viewer(@Nullable Principal principal) {
		return viewerOf(principal);
	}

	private Viewer viewerOf(@Nullable Principal principal) {
		return (principal instanceof Authentication authentication)
				? new Viewer(authentication.getName(), this.roles.mayAct(authentication)) : new Viewer("", false);
	}

	@ExceptionHandler
	ModelAndView error(Exception ex, HttpServletRequest request, HttpServletResponse response) {
		Problem problem = problem(ex);
		response.setStatus(problem.status().value());
		ModelAndView page = new ModelAndView("operations/error");
		page.addObject("service", this.service);
		page.addObject("viewer", viewerOf(request.getUserPrincipal()));
		page.addObject("hasNotifications", this.notifications);
		page.addObject("problem", problem);
		return page;
	}

	private static Problem problem(Exception ex) {
		return switch (ex) {
			case ResponseStatusException known -> new Problem(known.getStatusCode(), sentence(known.getReason()),
					known.getStatusCode().isSameCodeAs(HttpStatus.CONFLICT)
							? "Nothing was changed. Load the page again to see the current state."
							: "Check the address, or begin at the overview.");
			case StateConflictException conflict ->
				new Problem(HttpStatus.CONFLICT, sentence(conflict.getBody().getDetail()),
						"Nothing was changed. Go to the dead letters to see the current states.");
			case InvalidRequestException invalid -> new Problem(HttpStatus.BAD_REQUEST,
					invalid.violations()
						.stream()
						.map((violation) -> violation.field() + " " + violation.rule())
						.reduce((one, other) -> one + "; " + other)
						.orElse("The request is not valid"),
					"Go back and correct the input.");
			case TypeMismatchException invalid -> new Problem(HttpStatus.BAD_REQUEST,
					((invalid.getPropertyName() != null) ? invalid.getPropertyName() : "A parameter")
							+ " has the wrong format",
					"Go back and correct the input.");
			case TransientDataAccessException away -> unavailable(away);
			case NonTransientDataAccessResourceException away -> unavailable(away);
			case CannotCreateTransactionException away -> unavailable(away);
			default -> unexpected(ex);
		};
	}

	private static String sentence(@Nullable String reason) {
		return (reason != null) ? reason : "The request was refused";
	}

	private static Problem unavailable(Exception ex) {
		log.warn("A page could not be shown because the database did not answer: {}", ex.getClass().getSimpleName());
		return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer",
				"The overview works without the database, and shows whether polling is paused.");
	}

	private static Problem unexpected(Exception ex) {
		if (ex instanceof org.springframework.web.ErrorResponse known && known.getStatusCode().is4xxClientError()) {
			return new Problem(known.getStatusCode(), "The request is not valid", "Go back and correct the input.");
		}
		log.error("A page could not be shown", ex);
		return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "The page could not be shown",
				"The log of this instance has the reason.");
	}

	/**
	 * Who looks at the page.
	 *
	 * @param name the name of the user
	 * @param mayAct whether the user may change something
	 */
	record Viewer(String name, boolean mayAct) {

	}

	/**
	 * Why a page is not shown.
	 *
	 * @param status the status of the response
	 * @param sentence the reason
	 * @param remedy what to do
	 */
	record Problem(HttpStatusCode status, String sentence, String remedy) {

	}

}
