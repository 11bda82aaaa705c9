package io.bookings.consumer.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Checks of settings. Each throws an {@link IllegalArgumentException} whose message names
 * the setting and the remedy. No message contains a URL, because its user info, path or
 * query may be secret.
 */
public final class Settings {

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	private static final int MAX_PORT = 65535;

	private Settings() {
	}

	/**
	 * Rejects a setting that does not fulfil a condition.
	 * @param fulfilled whether the setting fulfils it
	 * @param sentence the message, a format string that begins with the setting's name
	 * @param arguments the arguments of the format string
	 * @throws IllegalArgumentException if the condition is not fulfilled
	 */
	public static void require(boolean fulfilled, String sentence, @Nullable Object... arguments) {
		if (!fulfilled) {
			throw new IllegalArgumentException(sentence.formatted(arguments));
		}
	}

	/**
	 * Rejects a duration that is out of range.
	 * @param setting the setting's name
	 * @param value the duration
	 * @param least the shortest allowed duration
	 * @param most the longest allowed duration
	 * @throws IllegalArgumentException if the duration is out of range
	 */
	public static void requireBetween(String setting, Duration value, Duration least, Duration most) {
		require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, "%s is %s: set it to %s to %s", setting,
				print(value), print(least), print(most));
	}

	static String print(@Nullable Duration duration) {
		return (duration == null) ? "not set" : DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
	}

	/**
	 * Parses a URL, which is used unchanged. Parameters of type {@link URI} are not
	 * suitable, because Spring encodes their values again.
	 * @param setting the setting's name
	 * @param url the URL's text
	 * @return the URL, with the scheme {@code http} or {@code https} and a host
	 * @throws IllegalArgumentException if the text is not such a URL
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
					"%s is not a URL, because of character %d: %s. Percent-encode the invalid characters"
						.formatted(setting, ex.getIndex() + 1, ex.getReason()));
		}
	}

	private static String host(String authority) {
		return PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1)).replaceFirst("");
	}

}
