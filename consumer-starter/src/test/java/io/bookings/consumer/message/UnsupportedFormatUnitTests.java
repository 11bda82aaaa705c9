package io.bookings.consumer.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import io.bookings.consumer.inbox.ConsumerFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class UnsupportedFormatUnitTests {

	private static final String EVENT = ConsumerFixture.body("b-1");

	static Stream<Arguments> encoded() throws IOException {
		byte[] utf8 = EVENT.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream gzip = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
			out.write(utf8);
		}
		ByteArrayOutputStream zlib = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
			out.write(utf8);
		}
		return Stream.of(arguments(base64(gzip.toByteArray()), "is gzip in base64: do not compress it"),
				arguments(Base64.getUrlEncoder().withoutPadding().encodeToString(gzip.toByteArray()),
						"is gzip in base64"),
				arguments(Base64.getMimeEncoder().encodeToString(gzip.toByteArray()), "is gzip in base64"),
				arguments(HexFormat.of().formatHex(gzip.toByteArray()), "is gzip in hexadecimal digits"),
				arguments(base64(zlib.toByteArray()), "is zlib in base64"),
				arguments(base64(utf8), "is JSON in base64: send the JSON itself as the body's text"),
				arguments(HexFormat.of().withUpperCase().formatHex(utf8), "is JSON in hexadecimal digits"),
				arguments(base64(("\uFEFF" + EVENT).getBytes(StandardCharsets.UTF_8)), "is JSON in base64"),
				arguments(base64(EVENT.getBytes(StandardCharsets.UTF_16)), "is UTF-16 in base64: write UTF-8"),
				arguments(base64(EVENT.getBytes(StandardCharsets.UTF_16BE)), "is UTF-16 in base64"),
				arguments(base64(EVENT.getBytes(StandardCharsets.UTF_16LE)), "is UTF-16 in base64"),
				arguments(base64("<booking/>  ".getBytes(StandardCharsets.UTF_8)), "is XML in base64"),
				arguments(base64(HexFormat.of().parseHex("0a08622d3132333435361208757365722d343536")),
						"is probably Protocol Buffers or Avro in base64"),
				arguments(base64(HexFormat.of().parseHex("10622d31323334353610757365722d343536")),
						"is probably Protocol Buffers or Avro in base64"),
				arguments(base64(HexFormat.of().parseHex("0000000011" + "10622d313233343536")),
						"is a format of Confluent's Schema Registry in base64"),
				arguments(base64(HexFormat.of().parseHex("0300b7b4a7f09c964e4aa687fb5de9ef01c310622d31")),
						"is a format of the AWS Glue Schema Registry in base64"),
				arguments(base64(HexFormat.of().parseHex("4f626a0104166176726f2e736368656d61")), "is Avro in base64"),
				arguments(base64(HexFormat.of().parseHex("a869626f6f6b696e674964636220312d")),
						"is CBOR or MessagePack in base64"),
				arguments(base64(HexFormat.of().parseHex("88a9626f6f6b696e674964a3622d31")),
						"is CBOR or MessagePack in base64"),
				arguments(base64(HexFormat.of().parseHex("aced0005737200186a6176612e")),
						"is a serialized Java object in base64"),
				arguments("AQICAHhwm0YaISJeRtJm5n1G6uqeekXuoXXPe5UFce9Rq8/14wE", "is encrypted by AWS KMS in base64"));
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	@ParameterizedTest
	@MethodSource("encoded")
	void whatIsEncodedIsNamed(String body, String what) {
		assertThat(UnsupportedFormat.explain(body)).startsWith("The body " + what);
		assertThat(UnsupportedFormat.explain(" " + body + "\n")).startsWith("The body " + what);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":"k"}]   | is a pointer to S3
					["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3BucketName":"b","s3Key":"k"}]        | is a pointer to S3
					[ "software.amazon.payloadoffloading.PayloadS3Pointer", {"s3BucketName":"b"} ]            | is a pointer to S3
					{"s3BucketName":"b","s3Key":"k"}                                                          | is a pointer to S3
					[{"eventType":"BOOKING_CREATED"}]                                                         | is a JSON array: send each event
					[]                                                                                        | is a JSON array
					"{\\"bookingId\\":\\"b-1\\"}"                                                             | is a JSON string that holds JSON
					{\\"bookingId\\":\\"b-1\\"}                                                               | has escaped quotation marks
					{'bookingId': 'b-1'}                                                                      | has single quotation marks
					'{"bookingId":"b-1"}'                                                                     | begins with a quotation mark of a shell
					b'{"bookingId":"b-1"}'                                                                    | is the printed form of bytes in Python
					[object Object]                                                                           | is a placeholder and not the content
					file://body.json                                                                          | is a placeholder and not the content
					<?xml version="1.0"?><booking/>                                                           | is XML: write JSON
					<!DOCTYPE html><html></html>                                                              | is an HTML page
					bookingId=b-1&userId=user-456                                                             | is form-urlencoded
					%7B%22bookingId%22%3A%22b-1%22%7D                                                         | is URL-encoded JSON
					eyJhbGciOiJIUzI1NiJ9.eyJib29raW5nSWQiOiJiLTEifQ.c2lnbmF0dXJl                              | is a signed or encrypted token
					{"payload":{"bookingId":"b-1","eventType":"BOOKING_CREATED"}}                             | contains the event inside another object
					{"Records":[{"body":"{\\"eventType\\":\\"BOOKING_CREATED\\"}"}]}                          | contains the event inside another object
					""")
	void whatIsWrittenInAnotherWayIsNamed(String body, String what) {
		assertThat(UnsupportedFormat.explain(body)).startsWith("The body " + what);
	}

	@Test
	void whatWasReadInAnotherEncodingIsNamed() {
		assertThat(UnsupportedFormat.explain("\uFEFF" + EVENT)).startsWith("The body begins with a byte order mark");
		assertThat(UnsupportedFormat
			.explain(reread("\uFEFF" + EVENT, StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)))
			.startsWith("The body begins with a byte order mark");
		List<Charset> utf16 = List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
		for (Charset charset : utf16) {
			for (Charset other : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
				assertThat(UnsupportedFormat.explain(reread(EVENT, charset, other))).as("%s as %s", charset, other)
					.contains("is UTF-16");
				assertThat(UnsupportedFormat.explain(reread("\uFEFF" + EVENT, charset, other))).contains("is UTF-16");
			}
		}
		assertThat(UnsupportedFormat.explain(reread(EVENT, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)))
			.contains("is UTF-16");
		assertThat(UnsupportedFormat.explain(reread(EVENT, StandardCharsets.UTF_8, StandardCharsets.UTF_16BE)))
			.contains("or the reverse");
	}

	private static String reread(String text, Charset written, Charset read) {
		return new String(text.getBytes(written), read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "not a booking", "notabookingatall", "hello world", "null", "17", "{", "{}",
			"{\"bookingId\":", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\"text\"",
			"00000000-0000-0000-0000-000000000000", "deadbeefdeadbeefdeadbeef", "a", "=", "===",
			"Lorem ipsum dolor sit amet", "{\"eventType\":7}" })
	void whatIsNotRecognisedIsNotGuessed(String body) {
		assertThat(UnsupportedFormat.explain(body)).isNull();
	}

}
