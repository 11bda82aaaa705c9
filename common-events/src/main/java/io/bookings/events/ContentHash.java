package io.bookings.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash of an event's content. Two events of one type for one booking have the same hash
 * if the second repeats the first, and different hashes if it contradicts the first.
 * <p>
 * The hash is the SHA-256 of the name of the event's type and of the event's fields
 * without {@code timestamp}, in the order of the {@link EventType}. Each is hashed as the
 * length of its UTF-8 form (four bytes, most significant first), followed by that form.
 * Instants are formatted by {@link java.time.Instant#toString()}. The notation of the
 * JSON document and unknown fields do not change the hash. The lengths mark where a field
 * ends, so moving characters from one field to the next changes the hash.
 * <p>
 * <strong>The hash of an event must never change.</strong> Services store the hashes in
 * their databases for weeks. After a change, each repeat of an older event would be a
 * conflict. If the contract gains a field, an event without it must keep its hash.
 */
public final class ContentHash {

	/** Is only cloned: a look-up of the algorithm takes longer than the hash. */
	private static final MessageDigest SHA_256 = sha256();

	private ContentHash() {
	}

	/**
	 * Computes an event's hash.
	 * @param event the event
	 * @return 32 bytes, a new array for each call
	 */
	public static byte[] of(BookingEvent event) {
		MessageDigest digest = newDigest();
		EventType<?> type = event.eventType();
		add(digest, type.name());
		type.forEachContentField(event, (name, value) -> add(digest, value));
		return digest.digest();
	}

	private static void add(MessageDigest digest, String value) {
		byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
		digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
		digest.update(utf8);
	}

	private static MessageDigest newDigest() {
		try {
			return (MessageDigest) SHA_256.clone();
		}
		catch (CloneNotSupportedException ex) {
			return sha256();
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
