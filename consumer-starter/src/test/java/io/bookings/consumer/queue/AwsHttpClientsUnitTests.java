package io.bookings.consumer.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bookings.consumer.database.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@Timeout(60)
class AwsHttpClientsUnitTests {

	private static final String[] PROPERTIES = { "http.proxyHost", "http.proxyPort", "https.proxyHost",
			"https.proxyPort", "http.nonProxyHosts", "javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword" };

	private final Map<String, String> before = new HashMap<>();

	AwsHttpClientsUnitTests() {
		Arrays.stream(PROPERTIES).forEach((name) -> this.before.put(name, System.getProperty(name)));
	}

	@AfterEach
	void restore() {
		this.before.forEach((name, value) -> {
			if (value == null) {
				System.clearProperty(name);
			}
			else {
				System.setProperty(name, value);
			}
		});
	}

	@Test
	void requestsUseTheCommonRuntime() {
		try (SdkAsyncHttpClient client = AwsHttpClients.to(URI.create("http://localhost")).build()) {
			assertThat(client.clientName()).isEqualTo("AwsCommonRuntime");
		}
	}

	@Test
	void nettyIsUsedWhereTheNativeLibraryCannotBeLoaded() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Daws.crt.arch=unknown", "-cp", System.getProperty("java.class.path"), PrintClient.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		assertThat(output).contains("client: NettyNio")
			.containsOnlyOnce("The native HTTP client of the AWS SDK cannot be loaded")
			.contains("Unable to open library in jar");
	}

	/**
	 * The native library ends the process if a connection is acquired from a closed
	 * client.
	 */
	@Test
	void aRequestThatMeetsTheEndOfItsClientFails() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), CloseUnderLoad.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("closed under load");
	}

	@Test
	void anEndpointWithTlsUsesTheProxyForHttps() throws IOException, InterruptedException {
		try (ProxyStandIn http = new ProxyStandIn("http"); ProxyStandIn https = new ProxyStandIn("https")) {
			call("https://sqs.invalid");
			assertThat(https.requests.poll(10, TimeUnit.SECONDS)).isEqualTo("CONNECT sqs.invalid:443 HTTP/1.1");
			assertThat(http.requests).isEmpty();
		}
	}

	@Test
	void anEndpointWithTlsUsesTheProxyForHttpIfThereIsNoOther() throws IOException, InterruptedException {
		try (ProxyStandIn http = new ProxyStandIn("http")) {
			call("https://sqs.invalid");
			assertThat(http.requests.poll(10, TimeUnit.SECONDS)).isEqualTo("CONNECT sqs.invalid:443 HTTP/1.1");
		}
	}

	@Test
	void anEndpointWithoutTlsUsesTheProxyForHttp() throws IOException, InterruptedException {
		try (ProxyStandIn http = new ProxyStandIn("http"); ProxyStandIn https = new ProxyStandIn("https")) {
			call("http://sqs.invalid:9324");
			assertThat(http.requests.poll(10, TimeUnit.SECONDS)).startsWith("POST http://sqs.invalid:9324/");
			assertThat(https.requests).isEmpty();
		}
	}

	@Test
	void anExcludedHostUsesNoProxy() throws IOException {
		try (ProxyStandIn http = new ProxyStandIn("http"); ProxyStandIn https = new ProxyStandIn("https")) {
			System.setProperty("http.nonProxyHosts", "localhost|*.invalid");
			call("https://sqs.invalid");
			call("http://sqs.invalid:9324");
			assertThat(http.requests).isEmpty();
			assertThat(https.requests).isEmpty();
		}
	}

	@Test
	void theTrustStoreOfTheJvmCounts(@TempDir Path directory)
			throws IOException, InterruptedException, GeneralSecurityException {
		TestCertificate certificate = TestCertificate.create(directory, "sqs");
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
			exchange.sendResponseHeaders(200, 2);
			exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		server.start();
		try {
			String endpoint = "https://localhost:" + server.getAddress().getPort();
			assertThatException().isThrownBy(() -> listQueues(endpoint, Duration.ofSeconds(2)));
			System.setProperty("javax.net.ssl.trustStore", certificate.store().toString());
			System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
			listQueues(endpoint);
		}
		finally {
			server.stop(0);
		}
	}

	private static SSLContext context(TestCertificate certificate) throws IOException, GeneralSecurityException {
		char[] password = TestCertificate.PASSWORD.toCharArray();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(certificate.store().toFile(), password), password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	/** The proxy refuses, and the host does not exist: each call fails. */
	private static void call(String endpoint) {
		assertThatException().isThrownBy(() -> listQueues(endpoint));
	}

	private static void listQueues(String endpoint) {
		listQueues(endpoint, Duration.ofSeconds(20));
	}

	private static void listQueues(String endpoint, Duration timeout) {
		URI uri = URI.create(endpoint);
		try (SqsAsyncClient sqs = SqsAsyncClient.builder()
			.endpointOverride(uri)
			.region(Region.US_EAST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.overrideConfiguration(
					(override) -> override.apiCallTimeout(timeout).retryStrategy((retry) -> retry.maxAttempts(1)))
			.httpClientBuilder(AwsHttpClients.to(uri))
			.build()) {
			sqs.listQueues().join();
		}
	}

	/**
	 * Prints the client that is used in this JVM.
	 */
	static final class PrintClient {

		public static void main(String[] args) {
			try (SdkAsyncHttpClient client = AwsHttpClients.to(URI.create("http://localhost")).build()) {
				System.out.println("client: " + client.clientName());
			}
		}

	}

	/**
	 * Closes clients while other threads use them.
	 */
	static final class CloseUnderLoad {

		public static void main(String[] args) throws InterruptedException {
			URI nobody = URI.create("http://127.0.0.1:1");
			for (int i = 0; i < 150; i++) {
				SqsAsyncClient sqs = SqsAsyncClient.builder()
					.endpointOverride(nobody)
					.region(Region.US_EAST_1)
					.credentialsProvider(AnonymousCredentialsProvider.create())
					.overrideConfiguration((override) -> override.retryStrategy((retry) -> retry.maxAttempts(1)))
					.httpClientBuilder(AwsHttpClients.to(nobody))
					.build();
				CountDownLatch begun = new CountDownLatch(2);
				Runnable load = () -> {
					for (int call = 0; call < 100; call++) {
						sqs.listQueues();
						begun.countDown();
					}
				};
				Thread first = Thread.ofPlatform().start(load);
				Thread second = Thread.ofPlatform().start(load);
				begun.await();
				sqs.close();
				first.join();
				second.join();
			}
			System.out.println("closed under load");
		}

	}

	/**
	 * Records the first line of each request and refuses it.
	 */
	private static final class ProxyStandIn implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

		ProxyStandIn(String scheme) throws IOException {
			System.setProperty(scheme + ".proxyHost", "127.0.0.1");
			System.setProperty(scheme + ".proxyPort", String.valueOf(this.socket.getLocalPort()));
			Thread.ofVirtual().start(this::accept);
		}

		private void accept() {
			while (!this.socket.isClosed()) {
				try (Socket client = this.socket.accept()) {
					this.requests.add(new BufferedReader(
							new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))
						.readLine());
					client.getOutputStream()
						.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
							.getBytes(StandardCharsets.ISO_8859_1));
				}
				catch (IOException ex) {
					// closed
				}
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
