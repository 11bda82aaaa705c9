package io.bookings.consumer.queue;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/**
 * Chooses the HTTP client of the SDK's asynchronous clients: the
 * <a href="https://github.com/awslabs/aws-crt-java">AWS Common Runtime</a>, which needs
 * the least CPU time and memory and has its own TLS, or Netty where the native library of
 * the Common Runtime cannot be loaded.
 */
public final class AwsHttpClients {

	/**
	 * The bytes of a response that the Common Runtime reads before
	 * {@link LargeResponseLimiter} requests them. Its default is 16 MiB.
	 */
	private static final long READ_AHEAD = 128 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(AwsHttpClients.class);

	private AwsHttpClients() {
	}

	/**
	 * Returns a builder of the client for an endpoint. It uses the proxy that system
	 * properties or environment variables name for the endpoint.
	 * @param endpoint where the requests go
	 * @return the builder
	 */
	public static SdkAsyncHttpClient.Builder<?> to(URI endpoint) {
		ProxyConfigProvider proxy = proxy(endpoint);
		return hasCommonRuntime() ? commonRuntime(proxy) : netty(proxy);
	}

	private static boolean hasCommonRuntime() {
		try {
			CRT.checkLoaded();
			return true;
		}
		catch (CrtRuntimeException | LinkageError ex) {
			logger
				.warn("The native HTTP client of the AWS SDK cannot be loaded, so Netty is used, which needs more CPU "
						+ "time and memory. Let -Djava.io.tmpdir name a directory that is writable and executable, or "
						+ "-Djava.library.path one that contains libaws-crt-jni: {}",
						Optional.ofNullable(ex.getCause()).orElse(ex).toString());
			return false;
		}
	}

	private static SdkAsyncHttpClient.Builder<?> commonRuntime(@Nullable ProxyConfigProvider proxy) {
		return new ClosableHttpClient.Builder(AwsCrtAsyncHttpClient.builder()
			.readBufferSizeInBytes(READ_AHEAD)
			.useTrustStoreSystemProperties(true)
			.proxyConfiguration((configuration) -> {
				configuration.useSystemPropertyValues(false).useEnvironmentVariableValues(false);
				if (proxy != null) {
					configuration.host(proxy.host()).port(proxy.port());
					proxy.userName().ifPresent(configuration::username);
					proxy.password().ifPresent(configuration::password);
				}
			}));
	}

	private static SdkAsyncHttpClient.Builder<?> netty(@Nullable ProxyConfigProvider proxy) {
		ProxyConfiguration.Builder configuration = ProxyConfiguration.builder()
			.useSystemPropertyValues(false)
			.useEnvironmentVariableValues(false);
		if (proxy != null) {
			configuration.host(proxy.host()).port(proxy.port());
			proxy.userName().ifPresent(configuration::username);
			proxy.password().ifPresent(configuration::password);
		}
		return NettyNioAsyncHttpClient.builder().proxyConfiguration(configuration.build());
	}

	/**
	 * Returns the proxy for an endpoint, or {@code null}. The SDK's HTTP clients use
	 * {@code HTTP_PROXY} for all endpoints; {@code HTTPS_PROXY} comes first here if the
	 * endpoint has TLS.
	 */
	private static @Nullable ProxyConfigProvider proxy(URI endpoint) {
		String host = endpoint.getHost().toLowerCase(Locale.ROOT);
		return Stream.of(endpoint.getScheme(), "http")
			.map((scheme) -> ProxyConfigProvider.fromSystemEnvironmentSettings(true, true, scheme))
			.filter((proxy) -> proxy != null && proxy.host() != null)
			.findFirst()
			.filter((proxy) -> proxy.nonProxyHosts().stream().noneMatch(host::matches))
			.orElse(null);
	}

}
