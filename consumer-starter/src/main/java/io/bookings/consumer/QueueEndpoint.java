package io.bookings.consumer;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

import org.springframework.core.env.Environment;

/**
 * Sends requests where the queue's URL points to. The SDK itself chooses the host by the
 * region alone; a URL of LocalStack or ElasticMQ would be looked up at AWS.
 */
class QueueEndpoint implements SqsAsyncClientCustomizer {

	private static final List<String> SETTINGS = List.of("spring.cloud.aws.sqs.endpoint", "spring.cloud.aws.endpoint",
			"AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL", "aws.endpointUrlSqs", "aws.endpointUrl");

	private static final PartitionEndpointKey DUAL_STACK = PartitionEndpointKey.builder()
		.tags(EndpointTag.DUALSTACK)
		.build();

	private final URI queueUrl;

	private final Environment environment;

	QueueEndpoint(URI queueUrl, Environment environment) {
		this.queueUrl = queueUrl;
		this.environment = environment;
	}

	@Override
	public void customize(SqsAsyncClientBuilder builder) {
		if (SETTINGS.stream().noneMatch(this.environment::containsProperty) && !isOfAws(this.queueUrl.getHost())) {
			builder.endpointOverride(URI.create(this.queueUrl.getScheme() + "://" + this.queueUrl.getAuthority()));
		}
	}

	/**
	 * Whether a host lies in one of the domains of AWS's partitions, as the SDK knows
	 * them.
	 */
	static boolean isOfAws(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return Region.regions()
			.stream()
			.map(PartitionMetadata::of)
			.distinct()
			.flatMap((partition) -> Stream.of(partition.dnsSuffix(), partition.dnsSuffix(DUAL_STACK)))
			.anyMatch((suffix) -> name.endsWith("." + suffix));
	}

}
