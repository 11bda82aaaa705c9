package io.bookings.consumer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Allows the characters in paths that identifiers may contain. This is safe, because no
 * security rule depends on the part of a path after an identifier, and because paths are
 * decoded once, after they are split. Public paths contain no identifiers and are checked
 * with Spring Security's default.
 */
public class IdentifierFirewall implements HttpFirewall {

	private final StrictHttpFirewall strict = new StrictHttpFirewall();

	private final StrictHttpFirewall lenient = new StrictHttpFirewall();

	private final String strictPath;

	/**
	 * Creates the firewall.
	 * @param strictPath the beginning of the paths to which the default applies
	 */
	public IdentifierFirewall(String strictPath) {
		this.strictPath = strictPath;
		this.lenient.setAllowUrlEncodedSlash(true);
		this.lenient.setAllowUrlEncodedDoubleSlash(true);
		this.lenient.setAllowBackSlash(true);
		this.lenient.setAllowUrlEncodedPercent(true);
		this.lenient.setAllowSemicolon(true);
		this.lenient.setAllowUrlEncodedLineSeparator(true);
		this.lenient.setAllowUrlEncodedParagraphSeparator(true);
	}

	@Override
	public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
		boolean open = request.getServletPath().startsWith(this.strictPath); // decoded
		return (open ? this.strict : this.lenient).getFirewalledRequest(request);
	}

	@Override
	public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
		return this.lenient.getFirewalledResponse(response);
	}

}
