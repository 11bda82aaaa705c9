package io.bookings.consumer.person;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Replaces the id of an erased person. It is random, and nothing stores which id it
 * replaces.
 */
public final class Pseudonym {

	private static final Pattern FORM = Pattern.compile("erased-[0-9a-f]{32}");

	private Pseudonym() {
	}

	/**
	 * Creates a pseudonym.
	 * @return a valid identifier that was never used
	 */
	public static String create() {
		return "erased-" + UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * Tells pseudonyms from ids. There is nobody to notify for a pseudonym.
	 * @param id an id of a user or provider
	 * @return whether it has the form of a pseudonym
	 */
	public static boolean is(String id) {
		return FORM.matcher(id).matches();
	}

}
