package io.bookings.consumer.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Rejects request bodies that are larger than any legitimate one. Tomcat limits only
 * those of forms.
 */
@RestControllerAdvice
public class BodyLimit extends RequestBodyAdviceAdapter {

	/** The limit in bytes. The longest contact needs less than a tenth of it. */
	static final int MAX = 64 * 1024;

	@Override
	public boolean supports(MethodParameter parameter, Type targetType,
			Class<? extends HttpMessageConverter<?>> converterType) {
		return true;
	}

	@Override
	public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type targetType,
			Class<? extends HttpMessageConverter<?>> converterType) throws IOException {
		LargeBody large = parameter.getParameterAnnotation(LargeBody.class);
		int max = (large != null) ? large.kibibytes() * 1024 : MAX;
		byte[] body = message.getBody().readNBytes(max + 1);
		if (body.length > max) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
					"The body is larger than %d KiB".formatted(max / 1024));
		}
		return new Body(message.getHeaders(), new ByteArrayInputStream(body));
	}

	private record Body(HttpHeaders headers, InputStream content) implements HttpInputMessage {

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return this.content;
		}

	}

}
