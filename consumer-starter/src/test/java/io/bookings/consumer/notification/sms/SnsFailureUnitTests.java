package io.bookings.consumer.notification.sms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.notification.ChannelUnavailableException;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.UnknownDeliveryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sns.SnsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The failures of SNS, as its client reports them.
 */
class SnsFailureUnitTests {

	private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider
		.create(AwsBasicCredentials.create("id", "secret"));

	@ParameterizedTest
	@CsvSource({ "400, Throttling", "400, ThrottlingException", "429, TooManyRequestsException",
			"403, AuthorizationError", "403, InvalidClientTokenId", "403, SignatureDoesNotMatch", "400, ExpiredToken",
			"400, IncompleteSignature", "500, InternalError", "503, ServiceUnavailable" })
	void aResponseAboutTheAccountOrTheServicePausesTheChannel(int status, String code) throws IOException {
		assertThat(failure(status, code)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("SNS answers HTTP " + status + " " + code);
	}

	@ParameterizedTest
	@CsvSource({ "400, InvalidParameter", "400, ParameterValueInvalid", "404, NotFound" })
	void anotherRefusalIsAboutTheMessage(int status, String code) throws IOException {
		assertThat(failure(status, code)).isInstanceOf(PermanentDeliveryException.class);
	}

	@ParameterizedTest
	@CsvSource({ "502, BadGateway", "504, GatewayTimeout" })
	void aResponseOfAGatewayLeavesTheResultUnknown(int status, String code) throws IOException {
		assertThat(failure(status, code)).isInstanceOf(UnknownDeliveryException.class);
	}

	@Test
	void aRequestThatWasNotSentPausesTheChannel() throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
		}
		assertThat(failure("http://127.0.0.1:" + free, CREDENTIALS)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("SNS cannot be reached");
		assertThat(failure("http://sns.invalid", CREDENTIALS)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("SNS cannot be reached");
	}

	@Test
	void missingCredentialsPauseTheChannel() {
		AwsCredentialsProvider none = AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create());
		assertThat(failure("http://127.0.0.1:1", none)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("there are no credentials for SNS");
		AwsCredentialsProvider refused = () -> {
			throw AwsServiceException.builder().statusCode(400).message("refused by STS").build();
		};
		assertThat(failure("http://127.0.0.1:1", refused)).isInstanceOf(ChannelUnavailableException.class)
			.hasMessage("there are no credentials for SNS: HTTP 400");
	}

	@Test
	void withoutAnAnswerTheResultIsUnknown() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(failure("http://127.0.0.1:" + silent.getLocalPort(), AnonymousCredentialsProvider.create()))
				.isInstanceOf(UnknownDeliveryException.class);
		}
	}

	private static RuntimeException failure(int status, String code) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] body = """
				<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>\
				<Code>%s</Code><Message>+491701234567</Message></Error></ErrorResponse>""".formatted(code)
			.getBytes(StandardCharsets.UTF_8);
		server.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "text/xml");
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		try {
			return failure("http://127.0.0.1:" + server.getAddress().getPort(), CREDENTIALS, Duration.ofSeconds(20));
		}
		finally {
			server.stop(0);
		}
	}

	private static RuntimeException failure(String endpoint, AwsCredentialsProvider credentials) {
		return failure(endpoint, credentials, Duration.ofSeconds(2));
	}

	private static RuntimeException failure(String endpoint, AwsCredentialsProvider credentials, Duration timeout) {
		try (SnsClient sns = SnsClient.builder()
			.endpointOverride(URI.create(endpoint))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(credentials)
			.overrideConfiguration(
					(override) -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallTimeout(timeout))
			.build()) {
			SdkException failure = catchThrowableOfType(SdkException.class,
					() -> sns.publish((request) -> request.phoneNumber("+491701234567").message("text")));
			return SnsFailure.toDeliveryFailure(failure);
		}
	}

}
