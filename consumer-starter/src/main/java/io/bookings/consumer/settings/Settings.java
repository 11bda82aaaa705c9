package io.bookings.consumer.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * What the records of settings check. Each refusal is an {@link IllegalArgumentException}
 * with a sentence that names the setting and the remedy; no sentence quotes a URL,
 * because its user info, path or query may be a secret.
 */
public final class Settings {

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	private static final int MAX_PORT = 65535;

	private Settings() {
	}

	/**
	 * Refuses a setting that does not fulfil a condition.
	 * @param fulfilled whether it does
	 * @param sentence the sentence, a format that begins with the setting's name
	 * @param arguments what to put into the format
	 */
	public static void require(boolean fulfilled, String sentence, @Nullable Object... arguments) {
		if (!fulfilled) {
			throw new IllegalArgumentException(sentence.formatted(arguments));
		}
	}

	/**
	 * Refuses a duration that is out of range.
	 * @param setting the setting's name
	 * @param value the duration
	 * @param least the shortest that is allowed
	 * @param most the longest that is allowed
	 */
	public static void requireBetween(String setting, Duration value, Duration least, Duration most) {
		require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, "%s is %s: set it to %s to %s", setting,
				print(value), print(least), print(most));
	}

	private static String print(Duration duration) {
		return DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
	}

	/**
	 * Reads a URL, which is used exactly as it was written. A parameter of type
	 * {@link URI} would not do: Spring encodes what is bound to it once more.
	 * @param setting the setting's name
	 * @param url the URL's text
	 * @return the URL, with the scheme {@code http} or {@code https} and a host
	 */
	public static URI httpUrl(String setting, @Nullable String url) {
		require(url != null && !url.isBlank(), "%s is not set: set it to an http(s) URL", setting);
		String text = String.valueOf(url).strip();
		try {
			URI uri = new URI(text);
			require("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()),
					"%s does not begin with http:// or https://: set it to an http(s) URL", setting);
			require(uri.getRawAuthority() != null, "%s has no host: set it to an http(s) URL", setting);
			require(uri.getHost() != null,
					"%s has the host '%s', which Java's HTTP client cannot use: give that host a name of letters, "
							+ "digits, hyphens and dots",
					setting, host(uri.getRawAuthority()));
			require(uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= MAX_PORT),
					"%s has the port %d: set one of 1 to 65535", setting, uri.getPort());
			return uri;
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"%s is no URL, because of character %d: %s. Percent-encode what a URL must not hold"
						.formatted(setting, ex.getIndex() + 1, ex.getReason()));
		}
	}

	private static String host(String authority) {
		return PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1)).replaceFirst("");
	}

}
