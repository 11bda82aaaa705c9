package io.bookings.consumer.web;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.util.StringUtils;

/**
 * Who may read, and who may act: everything but {@code GET} and {@code HEAD} needs a user
 * who may act. With HTTP Basic, all users but the reader may. A JWT may if it has the
 * scope that the settings name; without that setting, all may.
 */
public class ApiRoles implements AuthorizationManager<RequestAuthorizationContext> {

	/**
	 * The authority of a user who may only read.
	 */
	public static final String READER = "ROLE_BOOKING_READER";

	private final @Nullable String readScope;

	private final @Nullable String actScope;

	/**
	 * Creates the roles.
	 * @param properties the scopes
	 */
	public ApiRoles(ApiProperties properties) {
		this.readScope = authority(properties.readScope());
		this.actScope = authority(properties.actScope());
	}

	private static @Nullable String authority(@Nullable String scope) {
		return StringUtils.hasText(scope) ? "SCOPE_" + scope.strip() : null;
	}

	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		Authentication user = authentication.get();
		String method = context.getRequest().getMethod();
		boolean reads = HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method);
		return new AuthorizationDecision(reads ? mayRead(user) : mayAct(user));
	}

	private boolean mayRead(@Nullable Authentication user) {
		if (!isAuthenticated(user)) {
			return false;
		}
		return !(user instanceof JwtAuthenticationToken) || this.readScope == null || has(user, this.readScope)
				|| (this.actScope != null && has(user, this.actScope));
	}

	/**
	 * Returns whether a user may act.
	 * @param user the user, or {@code null} for a request without credentials
	 * @return whether the user may do everything that the API offers
	 */
	public boolean mayAct(@Nullable Authentication user) {
		if (user == null || !isAuthenticated(user) || has(user, READER)) {
			return false;
		}
		return !(user instanceof JwtAuthenticationToken) || this.actScope == null || has(user, this.actScope);
	}

	private static boolean isAuthenticated(@Nullable Authentication user) {
		return user != null && user.isAuthenticated()
				&& !(user instanceof org.springframework.security.authentication.AnonymousAuthenticationToken);
	}

	private static boolean has(Authentication user, String authority) {
		return user.getAuthorities().stream().anyMatch((granted) -> authority.equals(granted.getAuthority()));
	}

}
