package io.bookings.consumer.message;

import java.util.Locale;

/**
 * What may lie around an event in the body of a message.
 */
public enum Envelope {

	/** Nothing: the body is the event. */
	NONE("an event without an envelope", "take the envelope off"),

	/**
	 * A notification of Amazon SNS, whose subscription does not deliver raw messages
	 * (<a href=
	 * "https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">formats</a>).
	 */
	SNS("an SNS notification", "enable raw message delivery"),

	/**
	 * An event of Amazon EventBridge, whose {@code detail} is ours (<a href=
	 * "https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">structure</a>).
	 */
	EVENTBRIDGE("an EventBridge event", "set the target's InputPath to $.detail"),

	/**
	 * A CloudEvent in structured mode, as JSON (<a href=
	 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">format</a>).
	 */
	CLOUDEVENTS("a CloudEvent", "send the event alone"),

	/** None or any one of the others: whatever the message has. */
	AUTO("an event in any envelope", "");

	private final String words;

	private final String alternative;

	Envelope(String words, String alternative) {
		this.words = words;
		this.alternative = alternative;
	}

	/**
	 * Whether a body in that envelope, or in none, is what this setting asks for.
	 */
	boolean accepts(Envelope found) {
		return this == found || this == AUTO;
	}

	/**
	 * In words, with the article.
	 */
	String words() {
		return this.words;
	}

	/**
	 * What the publisher's side can do if this setting does not become that of the
	 * envelope.
	 */
	String alternative() {
		return this.alternative;
	}

	/**
	 * As the setting has it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
