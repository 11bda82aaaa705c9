package io.bookings.consumer.web;

import java.util.List;
import java.util.stream.Stream;

import io.bookings.consumer.notification.InvalidContactException;
import io.bookings.consumer.person.ErasedPersonException;
import io.bookings.events.InvalidEventException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Returns errors as problem details (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC
 * 9457</a>). {@code errors} lists each field that breaks a rule. The response contains
 * neither values nor names of exceptions.
 */
@RestControllerAdvice
public class ProblemDetailAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemDetailAdvice.class);

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String name = (ex.getPropertyName() != null) ? ex.getPropertyName() : "parameter";
		List<BrokenRule> rules = brokenRules(ex, name);
		return invalid(ex, rules.isEmpty() ? List.of(new BrokenRule(name, rule(ex.getRequiredType()))) : rules, headers,
				request);
	}

	private static String rule(@Nullable Class<?> type) {
		if (type == PageSize.class) {
			return "must be a number from 1 to 100";
		}
		return (type == Cursor.class) ? "must be the value of next in a previous page" : "has the wrong format";
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<BrokenRule> rules = brokenRules(ex, "$");
		if (!rules.isEmpty()) {
			return invalid(ex, rules, headers, request);
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
				(ex.getCause() instanceof JacksonException) ? "The body is not valid JSON" : "The body is missing");
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(NoHandlerFoundException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return handleExceptionInternal(ex,
				ProblemDetail.forStatusAndDetail(status, "There is no resource at this path"), headers, status,
				request);
	}

	@ExceptionHandler({ InvalidContactException.class, InvalidRequestException.class })
	@Nullable ResponseEntity<Object> handleInvalid(IllegalArgumentException ex, WebRequest request) {
		return invalid(ex, brokenRules(ex, "$"), new HttpHeaders(), request);
	}

	/**
	 * Handles headers that Spring Security rejects. It checks a header when the header is
	 * read, which can be inside a controller.
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleRejected(RequestRejectedException ex, WebRequest request) {
		return problem(ex, HttpStatus.BAD_REQUEST, request);
	}

	/**
	 * Handles an unavailable or overloaded database.
	 */
	@ExceptionHandler({ TransientDataAccessException.class, NonTransientDataAccessResourceException.class,
			CannotCreateTransactionException.class })
	@Nullable ResponseEntity<Object> handleUnavailable(Exception ex, WebRequest request) {
		log.warn("A request failed because the database did not answer: {}", ex.getClass().getSimpleName());
		return problem(ex, HttpStatus.SERVICE_UNAVAILABLE, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleErased(ErasedPersonException ex, WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
				"This person was erased. A contact can be stored again after booking.consumer.processed-retention");
		return handleExceptionInternal(ex, problem, new HttpHeaders(), HttpStatus.CONFLICT, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleUnexpected(Exception ex, WebRequest request) {
		log.error("A request failed", ex);
		return problem(ex, HttpStatus.INTERNAL_SERVER_ERROR, request);
	}

	private @Nullable ResponseEntity<Object> problem(Exception ex, HttpStatus status, WebRequest request) {
		return handleExceptionInternal(ex, ProblemDetail.forStatus(status), new HttpHeaders(), status, request);
	}

	private @Nullable ResponseEntity<Object> invalid(Exception ex, List<BrokenRule> rules, HttpHeaders headers,
			WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The request is not valid");
		problem.setProperty("errors", rules);
		return handleExceptionInternal(ex, problem, headers, HttpStatus.BAD_REQUEST, request);
	}

	/**
	 * Returns the broken rules of an exception or of one of its causes.
	 * @param name the name of the parameter, for causes without a name
	 */
	private static List<BrokenRule> brokenRules(Throwable ex, String name) {
		return Stream.<Throwable>iterate(ex, (cause) -> cause != null, Throwable::getCause)
			.map((cause) -> switch (cause) {
				case InvalidContactException invalid -> invalid.violations()
					.stream()
					.map((violation) -> new BrokenRule(violation.field(), violation.rule()))
					.toList();
				case InvalidRequestException invalid -> invalid.violations()
					.stream()
					.map((violation) -> new BrokenRule(violation.field(), violation.rule()))
					.toList();
				case InvalidEventException invalid -> invalid.violations()
					.stream()
					.map((violation) -> new BrokenRule(name, violation.rule().description()))
					.toList();
				case DatabindException invalid when !invalid.getPath().isEmpty() && invalid.getCause() == null ->
					List.of(new BrokenRule(field(invalid), "has the wrong type"));
				default -> List.<BrokenRule>of();
			})
			.filter((rules) -> !rules.isEmpty())
			.findFirst()
			.orElse(List.of());
	}

	private static String field(DatabindException ex) {
		String name = ex.getPath().getFirst().getPropertyName();
		return (name != null) ? name : "$";
	}

	/**
	 * A rule that a request breaks.
	 *
	 * @param field the name of the field or parameter; {@code $} for the body as a whole
	 * @param rule the rule in words that follow the name
	 */
	record BrokenRule(String field, String rule) {

	}

}
