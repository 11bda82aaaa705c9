package io.bookings.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.bookings.sandbox.TcpProxy;

/**
 * A TLS endpoint for the SQS API, with a self-signed certificate. SQS itself requires
 * TLS.
 */
final class TlsEndpoint implements AutoCloseable {

	private static final String ALIAS = "sqs";

	private static final String PASSWORD = "changeit";

	private final TcpProxy proxy;

	private final Path store;

	private final Path certificate;

	private TlsEndpoint(TcpProxy proxy, Path store, Path certificate) {
		this.proxy = proxy;
		this.store = store;
		this.certificate = certificate;
	}

	/**
	 * Creates a certificate and listens.
	 * @param target port of the SQS API on this machine
	 * @param directory the directory for the certificate, which is overwritten
	 */
	static TlsEndpoint start(int target, Path directory)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve("sqs.p12");
		Files.deleteIfExists(store);
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
				PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool could not create " + store);
		}
		KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
		Path certificate = Files.writeString(directory.resolve("sqs.pem"),
				"-----BEGIN CERTIFICATE-----%n%s%n-----END CERTIFICATE-----%n"
					.formatted(Base64.getMimeEncoder().encodeToString(loaded.getCertificate(ALIAS).getEncoded())));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(loaded, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		TcpProxy proxy = TcpProxy.start(
				context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
		return new TlsEndpoint(proxy, store, certificate);
	}

	/**
	 * Returns the variables of a consumer that uses this endpoint and trusts the
	 * certificate: those of the JVM, of the AWS Common Runtime (CRT) and of Node.js.
	 */
	Map<String, String> environment() {
		return Map.of("SPRING_CLOUD_AWS_SQS_ENDPOINT", "https://localhost:" + this.proxy.port(), "JDK_JAVA_OPTIONS",
				"\"-Djavax.net.ssl.trustStore=%s\" -Djavax.net.ssl.trustStorePassword=%s".formatted(this.store,
						PASSWORD),
				"SSL_CERT_FILE", this.certificate.toString(), "NODE_EXTRA_CA_CERTS", this.certificate.toString());
	}

	@Override
	public void close() {
		this.proxy.close();
	}

}
