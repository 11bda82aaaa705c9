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
 * Returns errors that Tomcat detects before Spring handles the request, such as a zero
 * byte in a path, as problem details like those of {@link ProblemDetailAdvice}.
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
			// The client has closed the connection.
		}
	}

}
