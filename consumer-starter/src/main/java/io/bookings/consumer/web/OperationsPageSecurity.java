package io.bookings.consumer.web;

import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * The protection of the operations page. A browser adds stored credentials to each
 * request, so a form needs a token that other sites do not know: a cookie has it too, and
 * there is no session. The API needs none, because browsers do not send PUT, DELETE or
 * JSON to another origin without permission, and {@link CrossOriginPosts} refuses POST.
 */
public final class OperationsPageSecurity {

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

	private OperationsPageSecurity() {
	}

	/**
	 * Adds the protection. The policies do not affect clients that are not browsers.
	 * @param http the security of all paths
	 */
	public static void protect(HttpSecurity http) {
		CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
		tokens.setCookieName("BOOKING-OPERATIONS-TOKEN");
		tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Strict"));
		// Each request has credentials. The default would replace the token each time,
		// also
		// that of a form in another tab.
		http.csrf((csrf) -> csrf.csrfTokenRepository(tokens)
			.sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
			.requireCsrfProtectionMatcher(
					PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/operations/**")));
		// Not no-referrer: with it, browsers send no origin with forms.
		http.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(POLICY))
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
	}

}
