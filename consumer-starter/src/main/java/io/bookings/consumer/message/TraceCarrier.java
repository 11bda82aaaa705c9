package io.bookings.consumer.message;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Reads the trace context of a message: from its attributes, its envelope, or the header
 * of AWS X-Ray. The first of these with a {@code traceparent} is used, and the others are
 * ignored.
 */
public final class TraceCarrier {

	private static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	/**
	 * The required parts of <a href=
	 * "https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">X-Ray's
	 * header</a>, which can have others and any order.
	 */
	private static final Pattern ROOT = part("Root=1-([0-9a-f]{8})-([0-9a-f]{24})");

	private static final Pattern PARENT = part("Parent=([0-9a-f]{16})");

	private static final Pattern SAMPLED = part("Sampled=([01])");

	private final Message message;

	private final Envelope setting;

	private boolean opened;

	private @Nullable EnvelopedBody enveloped;

	/**
	 * Creates a carrier.
	 * @param message the message as received
	 * @param setting the envelope that the settings allow
	 */
	public TraceCarrier(Message message, Envelope setting) {
		this.message = message;
		this.setting = setting;
	}

	/**
	 * Returns a value for a propagator.
	 * @param name the name of the value, such as {@code traceparent}
	 * @return the value, or {@code null}
	 */
	public @Nullable String value(String name) {
		String attribute = attribute(name);
		boolean w3c = name.equals(TRACEPARENT) || name.equals(TRACESTATE);
		if (attribute != null || !w3c || attribute(TRACEPARENT) != null) {
			return attribute;
		}
		EnvelopedBody envelope = envelope();
		if (envelope != null && envelope.trace(TRACEPARENT) != null) {
			return envelope.trace(name);
		}
		return name.equals(TRACEPARENT) ? ofXRay() : null;
	}

	private @Nullable String attribute(String name) {
		MessageAttributeValue value = this.message.messageAttributes().get(name);
		return (value != null) ? value.stringValue() : null;
	}

	/**
	 * Opens the envelope. The decoder opens it again later, because it runs inside the
	 * span that begins with this context. Without traces, nothing calls this method.
	 */
	private @Nullable EnvelopedBody envelope() {
		if (!this.opened) {
			this.opened = true;
			String body = this.message.body();
			EnvelopedBody found = (this.setting != Envelope.NONE && body != null) ? EnvelopedBody.of(body) : null;
			this.enveloped = (found != null && this.setting.accepts(found.envelope())) ? found : null;
		}
		return this.enveloped;
	}

	/**
	 * Converts the header. Returns {@code null} if it has no parent, or no sampling
	 * decision: a new trace begins here.
	 */
	private @Nullable String ofXRay() {
		String header = this.message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
		if (header == null) {
			return null;
		}
		Matcher root = ROOT.matcher(header);
		Matcher parent = PARENT.matcher(header);
		Matcher sampled = SAMPLED.matcher(header);
		return (root.find() && parent.find() && sampled.find())
				? "00-%s%s-%s-0%s".formatted(root.group(1), root.group(2), parent.group(1), sampled.group(1))
					.toLowerCase(Locale.ROOT)
				: null;
	}

	private static Pattern part(String part) {
		return Pattern.compile("(?:^|;)\\s*" + part + "\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);
	}

}
