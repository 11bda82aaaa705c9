package io.bookings.consumer.web;

import java.net.URI;
import java.net.URISyntaxException;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns errors that occur outside of controllers, such as a failed login, as problem
 * details like those of {@link ProblemDetailAdvice}. The response's headers are kept.
 */
@Hidden // from the OpenAPI document
@RestController
public class ErrorDispatch implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	ResponseEntity<ProblemDetail> error(
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer code,
			@RequestAttribute(name = RequestDispatcher.ERROR_REQUEST_URI, required = false) @Nullable String path) {
		// Without a code, the client requested this path.
		HttpStatus status = (code != null) ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
		ProblemDetail problem = ProblemDetail.forStatus((status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR);
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
