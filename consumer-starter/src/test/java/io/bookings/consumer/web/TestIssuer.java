package io.bookings.consumer.web;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import com.sun.net.httpserver.HttpServer;

/**
 * An issuer of tokens, as small as OpenID Connect allows.
 */
final class TestIssuer implements AutoCloseable {

	final KeyPair key = anyKey();

	private final HttpServer server;

	TestIssuer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		serve("/.well-known/openid-configuration", """
				{"issuer": "%1$s", "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
				"id_token_signing_alg_values_supported": ["RS256"]}""".formatted(uri()));
		RSAPublicKey publicKey = (RSAPublicKey) this.key.getPublic();
		serve("/keys", """
				{"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "test", "n": "%s", "e": "%s"}]}"""
			.formatted(base64(unsigned(publicKey.getModulus())), base64(unsigned(publicKey.getPublicExponent()))));
		this.server.start();
	}

	String uri() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * A token that somebody who owns the key has signed.
	 */
	static String token(KeyPair key, String issuer, Duration validFor) {
		String content = base64("{\"alg\": \"RS256\", \"kid\": \"test\"}") + "."
				+ base64("{\"iss\": \"%s\", \"sub\": \"user-consumer\", \"exp\": %d}".formatted(issuer,
						Instant.now().plus(validFor).getEpochSecond()));
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(key.getPrivate());
			signature.update(content.getBytes(StandardCharsets.US_ASCII));
			return content + "." + base64(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static KeyPair anyKey() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void serve(String path, String json) {
		this.server.createContext(path, (exchange) -> {
			try (exchange) {
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, json.length());
				exchange.getResponseBody().write(json.getBytes(StandardCharsets.UTF_8));
			}
		});
	}

	private static byte[] unsigned(BigInteger number) {
		byte[] bytes = number.toByteArray();
		return (bytes[0] == 0) ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
	}

	private static String base64(String text) {
		return base64(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
