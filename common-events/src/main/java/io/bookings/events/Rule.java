package io.bookings.events;

/**
 * A rule of the contract that an event or its JSON document can violate.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259: JSON</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section
 * 5.6: Internet Date/Time Format</a>
 */
public enum Rule {

	/**
	 * The document's UTF-8 form is larger than the largest message of Amazon SQS.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Amazon
	 * SQS message quotas</a>
	 */
	TOO_LARGE("must not be larger than 1 MiB"),

	/**
	 * There is no document, or it contains only white space.
	 */
	EMPTY("must not be empty"),

	/**
	 * The document is not JSON as RFC 8259 defines it.
	 */
	MALFORMED_JSON("must be well-formed JSON"),

	/**
	 * The document nests objects and arrays deeper than 500 levels.
	 */
	TOO_DEEP("must not be nested deeper than 500 levels"),

	/**
	 * The document starts with an array, a string, a number, a boolean or null.
	 */
	NOT_AN_OBJECT("must be a JSON object"),

	/**
	 * Something other than white space follows the object.
	 */
	TRAILING_CONTENT("must end after the JSON object"),

	/**
	 * An object contains the same name twice. RFC 8259, section 4, does not define which
	 * of the values applies.
	 */
	DUPLICATE_KEY("must not have the same name twice in an object"),

	/**
	 * The field is absent or null.
	 */
	REQUIRED("is required"),

	/**
	 * The field is a number, a boolean, an object or an array.
	 */
	NOT_A_STRING("must be a string"),

	/**
	 * The field {@code eventType} does not name the expected event type.
	 */
	WRONG_EVENT_TYPE("must name the expected event type"),

	/**
	 * The identifier is empty or contains only Unicode {@code White_Space}.
	 */
	BLANK("must not be blank"),

	/**
	 * The identifier is longer than 128 Unicode code points.
	 */
	TOO_LONG("must not be longer than 128 characters"),

	/**
	 * The identifier contains a character from U+0000 to U+001F or from U+007F to U+009F.
	 */
	CONTROL_CHARACTER("must not contain control characters"),

	/**
	 * The identifier contains half of a surrogate pair, which has no UTF-8 form.
	 */
	LONE_SURROGATE("must not contain lone surrogates"),

	/**
	 * The field is not an RFC 3339 date-time with seconds, at most nine fraction digits
	 * and an offset of at most 18 hours, or its date or time does not exist. Leap seconds
	 * are not valid.
	 */
	NOT_A_DATE_TIME("must be an RFC 3339 date-time"),

	/**
	 * The instant is before 2000-01-01T00:00:00Z, or not before 2200-01-01T00:00:00Z.
	 */
	OUT_OF_RANGE("must lie between the years 2000 and 2199 (UTC)"),

	/**
	 * The slot ends before it starts, or at the same instant.
	 */
	NOT_AFTER_SLOT_START("must be after slotStart");

	private final String description;

	Rule(String description) {
		this.description = description;
	}

	/**
	 * The rule in words, such as "is required". The path of the violation is the subject.
	 * @return a short sentence without its subject
	 */
	public String description() {
		return this.description;
	}

}
