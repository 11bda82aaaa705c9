package io.bookings.consumer;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class QueueEndpointUnitTests {

	/** Closing one takes two seconds. */
	private static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.create();

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@ValueSource(strings = { "sqs.us-east-1.amazonaws.com", "SQS.US-EAST-1.AMAZONAWS.COM",
			"sqs.cn-north-1.amazonaws.com.cn", "sqs.us-gov-west-1.amazonaws.com", "sqs.us-iso-east-1.c2s.ic.gov",
			"sqs.us-isob-east-1.sc2s.sgov.gov", "sqs.eu-isoe-west-1.cloud.adc-e.uk",
			"sqs.us-isof-south-1.csp.hci.ic.gov", "sqs.eusc-de-east-1.amazonaws.eu", "sqs-fips.us-east-1.amazonaws.com",
			"us-east-1.queue.amazonaws.com", "queue.amazonaws.com",
			"vpce-0a1b2c3d-abcdefgh.sqs.us-east-1.vpce.amazonaws.com" })
	void aHostOfAnyPartitionIsOfAws(String host) {
		assertThat(QueueEndpoint.isOfAws(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sqs.us-east-1.api.aws", "sqs.cn-north-1.api.amazonwebservices.com.cn",
			"sqs.us-gov-west-1.api.aws", "sqs.eusc-de-east-1.api.amazonwebservices.eu" })
	void aDualStackHostIsOfAws(String host) {
		assertThat(QueueEndpoint.isOfAws(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "localstack", "sqs.us-east-1.localhost.localstack.cloud",
			"amazonaws.com.example.org", "notamazonaws.com", "elasticmq.internal" })
	void anyOtherHostIsNot(String host) {
		assertThat(QueueEndpoint.isOfAws(host)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:4566/000000000000/queue, http://localhost:4566",
			"https://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/queue, https://sqs.us-east-1.localhost.localstack.cloud:4566",
			"http://elasticmq/000000000000/queue, http://elasticmq" })
	void requestsGoWhereAForeignUrlPoints(URI queueUrl, URI endpoint) {
		assertThat(endpoint(queueUrl)).contains(endpoint);
	}

	@Test
	void forAUrlOfAwsTheRegionChoosesTheEndpoint() {
		assertThat(endpoint(URI.create("https://sqs.eu-central-1.amazonaws.com/123456789012/queue"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.aws.sqs.endpoint", "spring.cloud.aws.endpoint", "AWS_ENDPOINT_URL_SQS",
			"AWS_ENDPOINT_URL", "aws.endpointUrlSqs", "aws.endpointUrl" })
	void anEndpointThatIsSetWins(String setting) {
		this.environment.setProperty(setting, "http://proxy:4566");
		assertThat(endpoint(URI.create("http://localhost:4566/000000000000/queue"))).isEmpty();
	}

	private Optional<URI> endpoint(URI queueUrl) {
		SqsAsyncClientBuilder builder = SqsAsyncClient.builder().httpClient(HTTP).region(Region.US_EAST_1);
		new QueueEndpoint(queueUrl, this.environment).customize(builder);
		try (SqsAsyncClient client = builder.build()) {
			return client.serviceClientConfiguration().endpointOverride();
		}
	}

}
