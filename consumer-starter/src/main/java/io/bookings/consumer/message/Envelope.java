package io.bookings.consumer.message;

import java.util.Locale;

/**
 * The envelope around the event in the body of a message.
 */
public enum Envelope {

	/** Nothing: the body is the event. */
	NONE("an event without an envelope", "remove the envelope"),

	/**
	 * A notification of an Amazon SNS subscription without raw message delivery (<a href=
	 * "https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">formats</a>).
	 */
	SNS("an SNS notification", "enable raw message delivery"),

	/**
	 * An Amazon EventBridge event. Our event is its {@code detail} (<a href=
	 * "https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">structure</a>).
	 */
	EVENTBRIDGE("an EventBridge event", "set the target's InputPath to $.detail"),

	/**
	 * A CloudEvent in structured mode, as JSON (<a href=
	 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">format</a>).
	 */
	CLOUDEVENTS("a CloudEvent", "send the event alone"),

	/** Any of the others, or none: detected in each message. */
	AUTO("an event in any envelope", "");

	private final String words;

	private final String alternative;

	Envelope(String words, String alternative) {
		this.words = words;
		this.alternative = alternative;
	}

	/**
	 * Whether this setting allows a body in that envelope.
	 */
	boolean accepts(Envelope found) {
		return this == found || this == AUTO;
	}

	/**
	 * Returns the description, with an article.
	 */
	String words() {
		return this.words;
	}

	/**
	 * Returns what the publisher can change instead of setting this envelope.
	 */
	String alternative() {
		return this.alternative;
	}

	/**
	 * Returns the value of the setting.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
