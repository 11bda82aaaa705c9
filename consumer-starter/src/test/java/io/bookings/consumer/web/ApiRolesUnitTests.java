package io.bookings.consumer.web;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApiRolesUnitTests {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"TRACE");

	@Test
	void withHttpBasicAllButTheReaderMayAct() {
		ApiRoles roles = roles(null, null);
		assertThat(allowed(roles, user())).isEqualTo(METHODS);
		assertThat(allowed(roles, user(ApiRoles.READER))).containsExactly("GET", "HEAD");
		assertThat(allowed(roles, null)).isEmpty();
		assertThat(allowed(roles,
				new AnonymousAuthenticationToken("key", "nobody", AuthorityUtils.createAuthorityList("X"))))
			.isEmpty();
		assertThat(roles.mayAct(null)).isFalse();
	}

	@Test
	void withoutScopesEachTokenMayAct() {
		assertThat(allowed(roles(null, null), jwt())).isEqualTo(METHODS);
		assertThat(allowed(roles(" ", ""), jwt())).isEqualTo(METHODS);
	}

	@Test
	void withScopesATokenMayDoWhatItsScopesSay() {
		ApiRoles roles = roles("bookings.read", "bookings.act");
		assertThat(allowed(roles, jwt())).isEmpty();
		assertThat(allowed(roles, jwt("SCOPE_bookings.read"))).containsExactly("GET", "HEAD");
		assertThat(allowed(roles, jwt("SCOPE_bookings.act"))).isEqualTo(METHODS);
		assertThat(allowed(roles(null, "bookings.act"), jwt())).containsExactly("GET", "HEAD");
		// A scope does not limit users with a password.
		assertThat(allowed(roles, user())).isEqualTo(METHODS);
	}

	@Test
	void aReaderNeedsAPassword() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ApiProperties.Reader("looker", ""))
			.withMessageStartingWith("booking.api.reader.password is not set");
	}

	private static List<String> allowed(ApiRoles roles, @Nullable Authentication user) {
		return METHODS.stream()
			.filter((method) -> roles
				.authorize(() -> user, new RequestAuthorizationContext(new MockHttpServletRequest(method, "/")))
				.isGranted())
			.toList();
	}

	private static ApiRoles roles(@Nullable String read, @Nullable String act) {
		return new ApiRoles(new ApiProperties(new ApiProperties.Reader("", ""), read, act));
	}

	private static Authentication user(String... authorities) {
		return UsernamePasswordAuthenticationToken.authenticated("user", null,
				AuthorityUtils.createAuthorityList(authorities));
	}

	private static Authentication jwt(String... authorities) {
		return new JwtAuthenticationToken(
				Jwt.withTokenValue("token").header("alg", "none").claim("sub", "user").build(),
				AuthorityUtils.createAuthorityList(authorities));
	}

}
