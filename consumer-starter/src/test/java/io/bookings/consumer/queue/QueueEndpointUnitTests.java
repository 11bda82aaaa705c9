package io.bookings.consumer.queue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import io.bookings.consumer.settings.TestProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QueueEndpointUnitTests {

	private static final String URL_OF_AWS = "https://sqs.us-east-1.amazonaws.com/123456789012/queue";

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
	@CsvSource(nullValues = "none", textBlock = """
			sqs.us-east-1.amazonaws.com, us-east-1
			SQS.EU-WEST-1.AMAZONAWS.COM., eu-west-1
			sqs.cn-north-1.amazonaws.com.cn, cn-north-1
			sqs.us-gov-west-1.amazonaws.com, us-gov-west-1
			sqs-fips.us-east-2.amazonaws.com, us-east-2
			sqs.us-east-1.api.aws, us-east-1
			sqs-fips.us-east-1.api.aws, us-east-1
			eu-west-1.queue.amazonaws.com, eu-west-1
			queue.amazonaws.com, us-east-1
			vpce-0a1b2c3d4e5f6a7b8-abcdefgh.sqs.eu-central-1.vpce.amazonaws.com, eu-central-1
			vpce-0a1b2c3d4e5f6a7b8-abcdefgh-us-east-1a.sqs.us-east-1.vpce.amazonaws.com, us-east-1
			sqs.amazonaws.com, none
			sqs.us-east-1.localhost.localstack.cloud, none
			localhost, none""")
	void aHostOfAwsNamesItsRegion(String host, @Nullable String region) {
		assertThat(QueueEndpoint.region(host)).isEqualTo(region);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:4566/000000000000/queue, http://localhost:4566",
			"https://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/queue, "
					+ "https://sqs.us-east-1.localhost.localstack.cloud:4566",
			"http://elasticmq/000000000000/queue, http://elasticmq",
			"http://[::1]:9324/000000000000/queue, http://[::1]:9324" })
	void requestsGoWhereAForeignUrlPoints(String queueUrl, URI endpoint) {
		assertThat(endpoint(queueUrl)).isEqualTo(endpoint);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sqs.us-east-1.amazonaws.com", "sqs-fips.us-east-1.amazonaws.com", "sqs.us-east-1.api.aws",
			"sqs-fips.us-east-1.api.aws", "us-east-1.queue.amazonaws.com", "queue.amazonaws.com",
			"vpce-0a1b2c3d4e5f6a7b8-abcdefgh.sqs.us-east-1.vpce.amazonaws.com",
			"vpce-0a1b2c3d4e5f6a7b8-abcdefgh.sqs-fips.us-east-1.vpce.amazonaws.com" })
	void requestsGoToTheHostOfAUrlOfAws(String host) {
		assertThat(endpoint("https://%s/123456789012/queue".formatted(host))).isEqualTo(URI.create("https://" + host));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sqs.cn-north-1.amazonaws.com.cn", "sqs.us-gov-west-1.amazonaws.com",
			"sqs.us-iso-east-1.c2s.ic.gov", "sqs.eusc-de-east-1.amazonaws.eu",
			"sqs.cn-north-1.api.amazonwebservices.com.cn", "sqs.us-gov-west-1.api.aws",
			"sqs.eusc-de-east-1.api.amazonwebservices.eu" })
	void requestsGoToTheHostOfAUrlOfAnyPartition(String host) {
		Region region = Region.of(QueueEndpoint.region(host));
		QueueEndpoint endpoint = new QueueEndpoint(
				TestProperties.of("https://%s/123456789012/queue".formatted(host), null), this.environment, region);
		assertThat(endpoint.endpoint()).isEqualTo(URI.create("https://" + host));
	}

	@ParameterizedTest
	@CsvSource({ "AWS_USE_FIPS_ENDPOINT, true, https://sqs-fips.us-east-1.amazonaws.com",
			"AWS_USE_DUALSTACK_ENDPOINT, TRUE, https://sqs.us-east-1.api.aws",
			"spring.cloud.aws.fips-enabled, true, https://sqs-fips.us-east-1.amazonaws.com",
			"spring.cloud.aws.dualstack-enabled, true, https://sqs.us-east-1.api.aws",
			"spring.cloud.aws.sqs.dualstack-enabled, true, https://sqs.us-east-1.api.aws",
			"AWS_USE_FIPS_ENDPOINT, false, https://sqs.us-east-1.amazonaws.com",
			"AWS_USE_FIPS_ENDPOINT, '', https://sqs.us-east-1.amazonaws.com" })
	void aVariantThatIsSwitchedOnCountsForAUrlOfARegion(String setting, String value, URI endpoint) {
		this.environment.setProperty(setting, value);
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(endpoint);
	}

	@Test
	void anEmptySwitchInTheProcessSetsNothing() {
		System.setProperty("aws.useFipsEndpoint", "");
		try {
			assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("https://sqs.us-east-1.amazonaws.com"));
		}
		finally {
			System.clearProperty("aws.useFipsEndpoint");
		}
	}

	@Test
	void bothVariantsMayBeOn() {
		this.environment.setProperty("AWS_USE_FIPS_ENDPOINT", "true");
		assertThat(endpoint("https://sqs.us-east-1.api.aws/123456789012/queue"))
			.isEqualTo(URI.create("https://sqs-fips.us-east-1.api.aws"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://localhost:4566/000000000000/queue", "https://queue.amazonaws.com/123456789012/queue",
					"https://vpce-0a1b2c3d-abcdefgh.sqs.us-east-1.vpce.amazonaws.com/123456789012/queue" })
	void aVariantBesideAHostThatIsTakenAsItIsIsRefused(String queueUrl) {
		this.environment.setProperty("AWS_USE_FIPS_ENDPOINT", "true");
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint(queueUrl))
			.withMessageMatching(
					"AWS_USE_FIPS_ENDPOINT is on, but requests go to https?://\\S+, which the AWS SDK uses "
							+ "unchanged: switch it off, or use a queue URL of the region's own endpoint");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.aws.sqs.endpoint", "spring.cloud.aws.endpoint", "AWS_ENDPOINT_URL_SQS",
			"AWS_ENDPOINT_URL", "aws.endpointUrlSqs", "aws.endpointUrl" })
	void anEndpointThatIsSetWins(String setting) {
		this.environment.setProperty(setting, " http://proxy:4566 ");
		assertThat(endpoint("http://localhost:4566/000000000000/queue")).isEqualTo(URI.create("http://proxy:4566"));
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("http://proxy:4566"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.aws.sqs.endpoint", "spring.cloud.aws.endpoint", "AWS_ENDPOINT_URL_SQS",
			"AWS_ENDPOINT_URL", "aws.endpointUrlSqs", "aws.endpointUrl" })
	void anEmptyEndpointIsNotSet(String setting) {
		this.environment.setProperty(setting, "");
		assertThat(endpoint("http://localhost:4566/000000000000/queue")).isEqualTo(URI.create("http://localhost:4566"));
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("https://sqs.us-east-1.amazonaws.com"));
	}

	@Test
	void theEndpointOfTheServiceWinsOverThatOfAllServices() {
		this.environment.setProperty("AWS_ENDPOINT_URL", "http://all:4566");
		this.environment.setProperty("AWS_ENDPOINT_URL_SQS", "http://sqs:4566");
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("http://sqs:4566"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "proxy:4566", "proxy", "ftp://proxy", "http://", "http://my_proxy:4566", "http://a b" })
	void whatIsNoEndpointIsRefusedWithItsSetting(String value) {
		this.environment.setProperty("AWS_ENDPOINT_URL", value);
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint(URL_OF_AWS))
			.withMessage(
					"AWS_ENDPOINT_URL is '%s', which is not an endpoint: set it to http(s)://host:port, with a host "
						.formatted(value) + "name of letters, digits, dots and hyphens");
	}

	@Test
	void endpointsThatAreToBeIgnoredAreIgnored() {
		this.environment.setProperty("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
		this.environment.setProperty("AWS_ENDPOINT_URL", "http://proxy:4566");
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("https://sqs.us-east-1.amazonaws.com"));
		this.environment.setProperty("spring.cloud.aws.sqs.endpoint", "http://own:4566");
		assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("http://own:4566"));
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					'endpoint_url = http://all:1', http://all:1
					'endpoint_url = http://all:1|sqs.endpoint_url = http://own:1', http://own:1
					'endpoint_url = http://all:1|services = local|[services local]|sqs =|  endpoint_url = http://section:1', http://section:1
					'endpoint_url = http://all:1|ignore_configured_endpoint_urls = true', https://sqs.us-east-1.amazonaws.com
					'use_fips_endpoint = true', https://sqs-fips.us-east-1.amazonaws.com
					'use_dualstack_endpoint = true', https://sqs.us-east-1.api.aws
					'region = us-east-1', https://sqs.us-east-1.amazonaws.com""")
	void theSharedConfigurationOfAwsCounts(String profile, URI endpoint, @TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("config"), "[default]\n" + profile.replace('|', '\n') + "\n");
		System.setProperty("aws.configFile", file.toString());
		try {
			assertThat(endpoint(URL_OF_AWS)).isEqualTo(endpoint);
			this.environment.setProperty("AWS_ENDPOINT_URL", "http://variable:1");
			if (!profile.contains("use_") && !profile.contains("ignore_")) {
				assertThat(endpoint(URL_OF_AWS)).isEqualTo(URI.create("http://variable:1"));
			}
		}
		finally {
			System.clearProperty("aws.configFile");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sqs.eu-west-1.amazonaws.com", "sqs-fips.us-east-2.amazonaws.com", "sqs.eu-west-1.api.aws",
			"eu-west-1.queue.amazonaws.com", "vpce-0a1b2c3d-abcdefgh.sqs.eu-west-1.vpce.amazonaws.com" })
	void aUrlOfAnotherRegionIsRefused(String host) {
		String url = "https://%s/123456789012/other".formatted(host);
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint(url))
			.withMessageMatching(
					"booking.consumer.queue-url is a URL of the region (eu-west-1|us-east-2), but the region is "
							+ "us-east-1: set AWS_REGION to the queue's region, or correct the URL");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new QueueEndpoint(TestProperties.of(URL_OF_AWS, url), this.environment, Region.US_EAST_1))
			.withMessageStartingWith("booking.consumer.dead-letter-queue-url is a URL of the region ");
	}

	@Test
	void theOldestHostOfAllBelongsToUsEast1() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new QueueEndpoint(TestProperties.of("https://queue.amazonaws.com/123456789012/queue", null),
							this.environment, Region.EU_WEST_1))
			.withMessageContaining("region us-east-1");
	}

	private URI endpoint(String queueUrl) {
		SqsAsyncClientBuilder builder = SqsAsyncClient.builder().httpClient(HTTP).region(Region.US_EAST_1);
		new QueueEndpoint(TestProperties.of(queueUrl, null), this.environment, Region.US_EAST_1).customize(builder);
		try (SqsAsyncClient client = builder.build()) {
			return client.serviceClientConfiguration().endpointOverride().orElseThrow();
		}
	}

}
