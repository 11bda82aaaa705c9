package io.bookings.consumer.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives the errors that no controller has seen, such as a refused login, the form that
 * {@link Problems} gives to the others. The response's headers stay.
 */
@Hidden // from the OpenAPI document
@RestController
class ErrorDispatch implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	ResponseEntity<ProblemDetail> error(
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer code,
			HttpServletRequest request) {
		// Without a code somebody has asked for this very path.
		HttpStatus status = (code != null) ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
		return ResponseEntity.of(ProblemDetail.forStatus((status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR))
			.build();
	}

}
