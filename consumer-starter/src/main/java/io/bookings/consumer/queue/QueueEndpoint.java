package io.bookings.consumer.queue;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import io.bookings.consumer.settings.ConsumerProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;
import software.amazon.awssdk.services.sqs.endpoints.SqsEndpointProvider;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Selects the host of the requests: the endpoint setting if there is one, otherwise the
 * host of the queue's URL. The SDK by itself selects the host by the region only.
 */
public class QueueEndpoint implements SqsAsyncClientCustomizer {

	/** In the SDK's order. */
	private static final List<String> CONFIGURED = List.of("aws.endpointUrlSqs", "aws.endpointUrl",
			"AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL");

	private static final Pattern REGIONAL = Pattern.compile("(sqs|sqs-fips)\\.[a-z0-9-]+\\.");

	/** A label of a host name that is a region. */
	private static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+-\\d+");

	private final ConsumerProperties properties;

	private final Environment environment;

	private final Region region;

	private final Map<String, String> profile;

	private final URI endpoint;

	/**
	 * Selects the endpoint.
	 * @param properties the URLs of the queues
	 * @param environment the endpoint settings
	 * @param region the region that requests are signed for
	 * @throws IllegalArgumentException if the settings contradict each other; the message
	 * is for the user
	 */
	public QueueEndpoint(ConsumerProperties properties, Environment environment, Region region) {
		this.properties = properties;
		this.environment = environment;
		this.region = region;
		requireRegion("booking.consumer.queue-url", URI.create(properties.queue()));
		if (properties.deadLetterQueueUrl() != null) {
			requireRegion("booking.consumer.dead-letter-queue-url", properties.deadLetterQueueUrl());
		}
		this.profile = profile();
		this.endpoint = decide();
	}

	/**
	 * Switches FIPS and dual stack off, because the endpoint includes them. The SDK
	 * rejects the switches together with an endpoint.
	 */
	@Override
	public void customize(SqsAsyncClientBuilder builder) {
		builder.endpointOverride(this.endpoint).fipsEnabled(false).dualstackEnabled(false);
	}

	/**
	 * Returns where the requests go.
	 * @return the endpoint
	 */
	public URI endpoint() {
		return this.endpoint;
	}

	private URI decide() {
		boolean fips = isOn("use_fips_endpoint", "spring.cloud.aws.fips-enabled", "aws.useFipsEndpoint",
				"AWS_USE_FIPS_ENDPOINT");
		boolean dualStack = isOn("use_dualstack_endpoint", "spring.cloud.aws.sqs.dualstack-enabled",
				"spring.cloud.aws.dualstack-enabled", "aws.useDualstackEndpoint", "AWS_USE_DUALSTACK_ENDPOINT");
		URI queueUrl = URI.create(this.properties.queue());
		URI configured = configured();
		String host = withoutDot(queueUrl.getHost());
		if (configured == null && isRegional(host)) {
			return endpoint(this.region, fips || host.startsWith("sqs-fips."), dualStack || !isInDomain(host, false));
		}
		URI endpoint = (configured != null) ? configured
				: URI.create(queueUrl.getScheme() + "://" + queueUrl.getAuthority());
		if (fips || dualStack) {
			throw new IllegalArgumentException("%s is on, but requests go to %s, which the AWS SDK uses unchanged: "
				.formatted(fips ? "AWS_USE_FIPS_ENDPOINT" : "AWS_USE_DUALSTACK_ENDPOINT", endpoint)
					+ "switch it off, or use a queue URL of the region's own endpoint");
		}
		return endpoint;
	}

	/**
	 * Returns the endpoint setting, or {@code null}. An empty value counts as not set.
	 */
	private @Nullable URI configured() {
		List<String> names = new ArrayList<>(List.of("spring.cloud.aws.sqs.endpoint", "spring.cloud.aws.endpoint"));
		boolean ignored = isOn("ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
		if (!ignored) {
			names.addAll(CONFIGURED);
		}
		for (String name : names) {
			String value = this.environment.getProperty(name);
			if (StringUtils.hasText(value)) {
				return toEndpoint(name, value.strip());
			}
		}
		for (String name : ignored ? List.<String>of() : List.of("sqs.endpoint_url", "endpoint_url")) {
			String value = this.profile.get(name);
			if (StringUtils.hasText(value)) {
				return toEndpoint(name + " of the AWS profile", value.strip());
			}
		}
		return null;
	}

	/**
	 * Returns the settings of the current profile. Those of its section {@code services}
	 * take precedence.
	 */
	private static Map<String, String> profile() {
		ProfileFile file = ProfileFile.defaultProfileFile();
		Map<String, String> settings = new HashMap<>();
		file.profile(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()).ifPresent((profile) -> {
			settings.putAll(profile.properties());
			profile.property("services")
				.flatMap((services) -> file.getSection("services", services))
				.ifPresent((services) -> settings.putAll(services.properties()));
		});
		return settings;
	}

	private static URI toEndpoint(String name, String value) {
		try {
			URI endpoint = new URI(value);
			if (endpoint.getHost() != null && String.valueOf(endpoint.getScheme()).startsWith("http")) {
				return endpoint;
			}
		}
		catch (URISyntaxException ex) {
			// rejected below
		}
		throw new IllegalArgumentException(
				"%s is '%s', which is not an endpoint: set it to http(s)://host:port, with a host ".formatted(name,
						value) + "name of letters, digits, dots and hyphens");
	}

	/**
	 * Whether a switch is on. An empty value counts as not set.
	 * @param inProfile its name in the profile, which is used if no setting exists
	 */
	private boolean isOn(String inProfile, String... settings) {
		for (String setting : settings) {
			String value = this.environment.getProperty(setting);
			if (StringUtils.hasText(value)) {
				return Boolean.parseBoolean(value.strip());
			}
		}
		return Boolean.parseBoolean(this.profile.get(inProfile));
	}

	private void requireRegion(String setting, URI queueUrl) {
		String named = region(queueUrl.getHost());
		if (named != null && !named.equals(this.region.id())) {
			throw new IllegalArgumentException(
					"%s is a URL of the region %s, but the region is %s: ".formatted(setting, named, this.region.id())
							+ "set AWS_REGION to the queue's region, or correct the URL");
		}
	}

	/**
	 * Returns the region in the name of an AWS host, or {@code null}. The oldest endpoint
	 * has no region in its name and belongs to us-east-1.
	 */
	static @Nullable String region(String host) {
		if (!isOfAws(host)) {
			return null;
		}
		String name = withoutDot(host);
		return name.equals("queue.amazonaws.com") ? Region.US_EAST_1.id() : namedRegion(name).orElse(null);
	}

	private static Optional<String> namedRegion(String host) {
		return Stream.of(host.split("\\."))
			.filter((label) -> REGION.matcher(label).matches())
			.reduce((first, second) -> second);
	}

	/**
	 * Whether the host is a region's endpoint in one of its four variants, not a VPC
	 * endpoint or a legacy name.
	 */
	private static boolean isRegional(String host) {
		return isOfAws(host) && REGIONAL.matcher(host).lookingAt() && !host.contains(".vpce.");
	}

	/**
	 * Whether the host is in a domain of the AWS partition of the region that it names.
	 */
	static boolean isOfAws(String host) {
		String name = withoutDot(host);
		return isInDomain(name, false) || isInDomain(name, true);
	}

	/**
	 * Compares the host with the endpoint of the region that it names, or of us-east-1.
	 * This does not use {@code PartitionMetadata}, because it loads the metadata of all
	 * services of AWS.
	 */
	private static boolean isInDomain(String host, boolean dualStack) {
		Region region = Region.of(namedRegion(host).orElse(Region.US_EAST_1.id()));
		String domain = endpoint(region, false, dualStack).getHost().substring("sqs.".length() + region.id().length());
		return host.endsWith(domain);
	}

	private static URI endpoint(Region region, boolean fips, boolean dualStack) {
		return SqsEndpointProvider.defaultProvider()
			.resolveEndpoint((parameters) -> parameters.region(region).useFips(fips).useDualStack(dualStack))
			.join()
			.endpointUrl()
			.toUri();
	}

	private static String withoutDot(String host) {
		return StringUtils.trimTrailingCharacter(host.toLowerCase(Locale.ROOT), '.');
	}

}
