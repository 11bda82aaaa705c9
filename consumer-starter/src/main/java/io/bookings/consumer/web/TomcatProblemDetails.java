package io.bookings.consumer.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Gives the errors that Tomcat finds before any of our code is asked, such as a zero byte
 * in a path, the form that {@link ProblemDetailAdvice} gives to the others.
 */
public class TomcatProblemDetails extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		try {
			byte[] problem = "{\"title\":\"%s\",\"status\":%d}".formatted(status.getReasonPhrase(), status.value())
				.getBytes(StandardCharsets.UTF_8);
			response.getOutputStream().write(problem);
			response.finishResponse();
		}
		catch (IOException ex) {
			// Nobody listens any more.
		}
	}

}
