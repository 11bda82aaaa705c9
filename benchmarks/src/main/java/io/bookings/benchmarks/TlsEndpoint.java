package io.bookings.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.bookings.sandbox.TcpProxy;

/**
 * A TLS endpoint for the SQS API, with a self-signed certificate. SQS itself requires
 * TLS.
 */
final class TlsEndpoint implements AutoCloseable {

	private static final String PASSWORD = "changeit";

	private final TcpProxy proxy;

	private final Path store;

	private TlsEndpoint(TcpProxy proxy, Path store) {
		this.proxy = proxy;
		this.store = store;
	}

	/**
	 * Creates a certificate and listens.
	 * @param target port of the SQS API on this machine
	 * @param store the file for the certificate, which is overwritten
	 */
	static TlsEndpoint start(int target, Path store)
			throws IOException, InterruptedException, GeneralSecurityException {
		Files.deleteIfExists(store);
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "sqs", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
				PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool could not create " + store);
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		TcpProxy proxy = TcpProxy.start(
				context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
		return new TlsEndpoint(proxy, store);
	}

	URI url() {
		return URI.create("https://localhost:" + this.proxy.port());
	}

	/**
	 * Returns the options of a JVM that trusts the certificate.
	 */
	List<String> trust() {
		return List.of("-Djavax.net.ssl.trustStore=" + this.store, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
	}

	@Override
	public void close() {
		this.proxy.close();
	}

}
