package io.bookings.consumer.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Explains the format of a body that the codec rejected, such as the default formats of
 * libraries and tools. The explanation quotes nothing of the body.
 */
final class UnsupportedFormat {

	/** Enough bytes to recognise an encoded format. */
	private static final int PREFIX = 64;

	private static final String AS_TEXT = "send the JSON itself as the body's text";

	private static final String PLACEHOLDER = "is a placeholder and not the content: " + AS_TEXT;

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}={0,2}");

	private static final Pattern HEX = Pattern.compile("([0-9A-Fa-f]{2}){8,}");

	private static final Pattern S3_POINTER = Pattern.compile("\\[\\s*\"[\\w.$]*S3Pointer\"");

	private static final Pattern FORM = Pattern.compile("[\\w.~%+\\[\\]-]+=[^\\s&=]+(&[\\w.~%+\\[\\]-]+=[^\\s&]*)*");

	/** ASCII characters with a NUL before or after each. */
	private static final Pattern NULS = Pattern.compile("[\\uFEFF\u00FE\u00FF\\uFFFD]{0,6}\\x00?[\\[{][\\x00\\uFFFD].*",
			Pattern.DOTALL);

	/** The first bytes of each format, in hexadecimal. */
	private static final List<Format> FORMATS = List.of(new Format("1f8b", "gzip", "do not compress it"),
			new Format("28b52ffd", "Zstandard", "do not compress it"),
			new Format("425a68", "bzip2", "do not compress it"), new Format("04224d18", "LZ4", "do not compress it"),
			new Format("ff060000734e6150", "Snappy", "do not compress it"),
			new Format("504b0304", "ZIP", "do not compress it"), new Format("7801", "zlib", "do not compress it"),
			new Format("785e", "zlib", "do not compress it"), new Format("789c", "zlib", "do not compress it"),
			new Format("78da", "zlib", "do not compress it"), new Format("4f626a01", "Avro", "write JSON"),
			new Format("c301", "Avro", "write JSON"),
			new Format("0300", "a format of the AWS Glue Schema Registry", "write JSON without a registry"),
			new Format("0305", "a format of the AWS Glue Schema Registry", "write JSON without a registry"),
			new Format("000000(?!0000)", "a format of Confluent's Schema Registry", "write JSON without a registry"),
			new Format("d9d9f7", "CBOR", "write JSON"), new Format("bf[67]", "CBOR", "write JSON"),
			new Format("3a290a", "Smile", "write JSON"), new Format("e00100ea", "Amazon Ion", "write JSON"),
			new Format("aced0005", "a serialized Java object", "write JSON"),
			new Format("fffe", "UTF-16", "write UTF-8"), new Format("feff", "UTF-16", "write UTF-8"),
			new Format("7b00", "UTF-16", "write UTF-8"), new Format("007b", "UTF-16", "write UTF-8"),
			new Format("01020200", "encrypted by AWS KMS",
					"let the queue encrypt (SqsManagedSseEnabled, KmsMasterKeyId)"),
			new Format("0201", "encrypted by the AWS Encryption SDK", "let the queue encrypt"));

	private UnsupportedFormat() {
	}

	/**
	 * Explains the format of a body.
	 * @return a sentence with the format and the remedy, or {@code null}
	 */
	static @Nullable String explain(String body) {
		String what = null;
		String text = body.strip();
		if (text.isEmpty()) {
			return null;
		}
		if (body.startsWith("\uFEFF") && !NULS.matcher(text).matches() || body.startsWith("\u00EF\u00BB\u00BF")) {
			what = "begins with a byte order mark: remove it";
		}
		else if (NULS.matcher(text).matches() || isByteSwapped(text)) {
			what = "is UTF-16 that was read as another encoding, or the reverse: write UTF-8";
		}
		else {
			what = switch (text.charAt(0)) {
				case '{' -> ofObject(text);
				case '[' -> ofArray(text);
				case '"' -> text.startsWith("\"{") || text.startsWith("\"[")
						? "is a JSON string that holds JSON: serialize the event once" : null;
				case '<' ->
					text.regionMatches(true, 0, "<!doctype html", 0, 14) || text.regionMatches(true, 0, "<html", 0, 5)
							? "is an HTML page: write JSON" : "is XML: write JSON";
				case '\'' -> "begins with a quotation mark of a shell: use the quotation marks of your shell";
				default -> ofText(text);
			};
		}
		return (what != null) ? "The body " + what : null;
	}

	/**
	 * Whether the text is ASCII in UTF-16 with swapped bytes, or JSON whose first two
	 * bytes were read as one character.
	 */
	private static boolean isByteSwapped(String text) {
		return text.charAt(0) == 0x7B22 || text.charAt(0) == 0x227B
				|| text.length() >= 2 && text.chars().limit(PREFIX).allMatch((character) -> (character & 0xFF) == 0);
	}

	private static @Nullable String ofObject(String text) {
		if (text.startsWith("{\\\"")) {
			return "has escaped quotation marks: serialize the event once";
		}
		if (text.startsWith("{'")) {
			return "has single quotation marks, such as a map printed by Python: serialize the event as JSON";
		}
		JsonFields fields = JsonFields.read(text, Set.of("eventType", "s3BucketName", "s3Key"), Set.of());
		if (fields == null || fields.has("eventType")) {
			return null;
		}
		if (fields.has("s3BucketName") && fields.has("s3Key")) {
			return "is a pointer to S3 as the SQS Extended Client writes it: send the event itself";
		}
		return text.contains("eventType") ? "contains the event inside another object: send the event alone, "
				+ "or in an envelope that booking.consumer.envelope knows" : null;
	}

	private static String ofArray(String text) {
		if (text.startsWith("[object ")) {
			return PLACEHOLDER;
		}
		return S3_POINTER.matcher(text).lookingAt()
				? "is a pointer to S3 as the SQS Extended Client writes it: send the event itself"
				: "is a JSON array: send each event in a message of its own";
	}

	private static @Nullable String ofText(String text) {
		if (text.startsWith("%7B") || text.startsWith("%7b")) {
			return "is URL-encoded JSON: " + AS_TEXT;
		}
		if (text.startsWith("b'{") || text.startsWith("b\"{")) {
			return "is the printed form of bytes in Python: decode them as UTF-8";
		}
		if (text.startsWith("file://") || text.startsWith("fileb://")) {
			return PLACEHOLDER;
		}
		String packed = text.replaceAll("[\\r\\n]+", "");
		if (text.startsWith("eyJ") && text.chars().filter((character) -> character == '.').count() >= 2) {
			return "is a signed or encrypted token (JOSE): " + AS_TEXT;
		}
		if (HEX.matcher(packed).matches()) {
			String what = ofBytes(HexFormat.of().parseHex(packed.substring(0, Math.min(2 * PREFIX, packed.length()))));
			if (what != null) {
				return what.formatted("hexadecimal digits");
			}
		}
		if (BASE64.matcher(packed).matches()) {
			String start = packed.substring(0, Math.min(PREFIX, packed.length() & ~3))
				.replace('-', '+')
				.replace('_', '/');
			String what = ofBytes(Base64.getDecoder().decode(start));
			if (what != null) {
				return what.formatted("base64");
			}
		}
		return FORM.matcher(text).matches() ? "is form-urlencoded: write JSON" : null;
	}

	/**
	 * Explains the format of encoded bytes.
	 * @return a sentence with a placeholder for the encoding
	 */
	private static @Nullable String ofBytes(byte[] bytes) {
		String hex = HexFormat.of().formatHex(bytes);
		String latin = new String(bytes, StandardCharsets.ISO_8859_1).strip();
		for (Format format : FORMATS) {
			if (format.start().matcher(hex).lookingAt()) {
				return "is %s in %%s: %s, and %s".formatted(format.name(), format.remedy(), AS_TEXT);
			}
		}
		if (latin.startsWith("{") || latin.startsWith("[") || hex.startsWith("efbbbf7b")) {
			return "is JSON in %s: " + AS_TEXT;
		}
		if (latin.startsWith("<")) {
			return "is XML in %s: write JSON, and " + AS_TEXT;
		}
		return isMap(bytes) ? "is CBOR or MessagePack in %s: write JSON, and " + AS_TEXT
				: isProtobuf(bytes) ? "is probably Protocol Buffers or Avro in %s: write JSON, and " + AS_TEXT : null;
	}

	/**
	 * Whether the bytes begin with a small map whose first key is a short text.
	 */
	private static boolean isMap(byte[] bytes) {
		int map = bytes[0] & 0xF0;
		int key = bytes[1] & 0xE0;
		return ((map == 0xA0 || map == 0xB0) && (key == 0x60)) || (map == 0x80 && key == 0xA0);
	}

	/**
	 * Whether the bytes begin with an ASCII text after its length, with or without a tag
	 * before it. Both formats begin like this if the first field is an id.
	 */
	private static boolean isProtobuf(byte[] bytes) {
		boolean tagged = bytes[0] == 0x0A;
		int length = tagged ? bytes[1] : bytes[0] >> 1;
		int start = tagged ? 2 : 1;
		if ((!tagged && (bytes[0] & 1) != 0) || length < 4 || start + length >= bytes.length) {
			return false;
		}
		for (int i = start; i < start + length; i++) {
			if (bytes[i] <= 0x20 || bytes[i] == 0x7F) {
				return false;
			}
		}
		return bytes[start + length] < 0x20 || !tagged;
	}

	private record Format(Pattern start, String name, String remedy) {

		Format(String start, String name, String remedy) {
			this(Pattern.compile(start), name, remedy);
		}

	}

}
