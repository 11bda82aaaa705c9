package io.bookings.consumer.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate of this machine that nobody has signed but itself.
 *
 * @param store with the certificate and its key, PKCS #12
 * @param certificate the certificate alone, PEM
 * @param key the private key, PEM
 */
public record TestCertificate(Path store, Path certificate, Path key) {

	/** What opens the store. */
	public static final String PASSWORD = "changeit";

	/**
	 * Makes a key and its certificate.
	 * @param directory where the files go
	 * @param name what they are called
	 */
	public static TestCertificate create(Path directory, String name)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
				"san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
				PASSWORD)
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
		return new TestCertificate(store,
				pem(directory.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate(name).getEncoded()),
				pem(directory.resolve(name + ".key"), "PRIVATE KEY",
						keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
	}

	private static Path pem(Path file, String type, byte[] content) throws IOException {
		return Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)));
	}

}
