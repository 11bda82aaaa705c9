package io.bookings.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A fingerprint of what an event says: two events about one booking have the same one if
 * the second is a repetition, and different ones if it contradicts the first.
 * <p>
 * It is the SHA-256 of the event type and the event's fields without {@code timestamp},
 * in the order of the record, each as the length of its UTF-8 form (four bytes, most
 * significant first) and that form itself; instants as
 * {@link java.time.Instant#toString()} has them. So neither the notation of the JSON
 * document nor unknown fields matter, and no two contents run together.
 * <p>
 * <strong>This must never change.</strong> Services keep the hashes in their databases
 * for weeks, and after a change would take every repetition of an older event for a
 * contradiction. Should the contract gain a field, an event without it must keep its
 * hash.
 */
public final class ContentHash {

	private ContentHash() {
	}

	/**
	 * Computes an event's hash.
	 * @param event the event
	 * @return 32 bytes, new with each call
	 */
	public static byte[] of(BookingEvent event) {
		MessageDigest digest = sha256();
		add(digest, event.eventType());
		switch (event) {
			case BookingCreated created -> {
				add(digest, created.bookingId());
				add(digest, created.userId());
				add(digest, created.providerId());
				add(digest, created.slotId());
				add(digest, created.slotStart().toString());
				add(digest, created.slotEnd().toString());
			}
			case BookingConfirmed confirmed -> {
				add(digest, confirmed.bookingId());
				add(digest, confirmed.providerId());
				add(digest, confirmed.acceptedAt().toString());
			}
		}
		return digest.digest();
	}

	private static void add(MessageDigest digest, String field) {
		byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
		digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
		digest.update(utf8);
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
