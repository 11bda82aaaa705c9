package io.bookings.consumer.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns errors that occur outside of controllers, such as a failed login, as problem
 * details like those of {@link ProblemDetailAdvice}, and to browsers as a page. The
 * response's headers are kept.
 */
@Hidden // from the OpenAPI document
@RestController
public class ErrorDispatch implements ErrorController {

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head><meta charset="utf-8"><title>%s</title></head>
			<body><main><h1>%d %s</h1><p>%s</p></main></body>
			</html>
			""";

	/**
	 * Returns the error to a browser.
	 */
	@RequestMapping(path = "${spring.web.error.path:${error.path:/error}}", produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> page(
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer code) {
		HttpStatus status = status(code);
		String remedy = switch (status) {
			case UNAUTHORIZED ->
				"Load the page again, and enter the user name and the password of the HTTP API. If the "
						+ "service accepts JWTs only, open it through a proxy that signs you in and adds the token.";
			case FORBIDDEN -> "This user may only read, or the form is too old: load its page again.";
			case NOT_FOUND -> "Check the address, or begin at the first page of this service.";
			default -> "The log of the service has the reason.";
		};
		return ResponseEntity.status(status)
			.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
			.body(PAGE.formatted(status.getReasonPhrase(), status.value(), status.getReasonPhrase(), remedy));
	}

	private static HttpStatus status(@Nullable Integer code) {
		// Without a code, the client requested this path.
		HttpStatus status = (code != null) ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
		return (status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR;
	}

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	ResponseEntity<ProblemDetail> error(
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer code,
			@RequestAttribute(name = RequestDispatcher.ERROR_REQUEST_URI, required = false) @Nullable String path) {
		ProblemDetail problem = ProblemDetail.forStatus(status(code));
		if (path != null) {
			problem.setInstance(instance(path));
		}
		return ResponseEntity.of(problem).build();
	}

	/**
	 * Returns the path of the request, not that of this dispatch. Two slashes at its
	 * beginning would make the next segment a host
	 * (<a href="https://www.rfc-editor.org/rfc/rfc3986#section-4.2">RFC 3986, 4.2</a>).
	 */
	private static @Nullable URI instance(String path) {
		try {
			return new URI(path.startsWith("//") ? "/." + path : path);
		}
		catch (URISyntaxException ex) {
			return null; // the request was rejected because of its path
		}
	}

}
