package io.bookings.consumer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses {@code POST} requests of web pages that belong to another origin. A browser
 * adds stored credentials of HTTP Basic to such a request, and does not ask for
 * permission first, as it does before {@code PUT} and {@code DELETE}.
 */
public class CrossOriginPosts implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (HttpMethod.POST.matches(request.getMethod()) && CorsUtils.isCorsRequest(request)) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Requests of other origins are not allowed");
		}
		return true;
	}

}
