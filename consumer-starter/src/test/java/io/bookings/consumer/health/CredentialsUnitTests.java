package io.bookings.consumer.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.awspring.cloud.autoconfigure.core.CredentialsProperties;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each source of credentials that the SDK knows beside fixed keys: it is used, it is
 * renewed, and where it fails health says so. The SDK takes its variables as system
 * properties as well.
 */
class CredentialsUnitTests {

	private static final String ROLE = "arn:aws:iam::123456789012:role/bookings";

	private final Set<String> properties = new HashSet<>();

	private final AwsStandIn aws = new AwsStandIn();

	private final MutableClock clock = new MutableClock();

	@TempDir
	private Path directory;

	@BeforeEach
	void nothingIsGiven() {
		set("aws.configFile", this.directory.resolve("config").toString());
		set("aws.sharedCredentialsFile", this.directory.resolve("credentials").toString());
		set("aws.disableEc2Metadata", "true");
		set("aws.region", "us-east-1");
		set("aws.endpointUrlSts", this.aws.url());
	}

	@AfterEach
	void close() {
		this.properties.forEach(System::clearProperty);
		this.aws.close();
	}

	@Test
	void aWebIdentityIsExchangedForARole() throws IOException {
		webIdentity();
		assertThat(key(springs())).isEqualTo("KEY1");
		assertThat(this.aws.asked).singleElement()
			.asString()
			.contains("Action=AssumeRoleWithWebIdentity", "RoleArn=" + ROLE, "WebIdentityToken=the-token");
	}

	@Test
	void theSdksOwnChainKnowsAWebIdentityToo() throws IOException {
		webIdentity();
		assertThat(key(sdks())).isEqualTo("KEY1");
	}

	@Test
	void aProfileMayAssumeARole() throws IOException {
		assumedRole();
		assertThat(key(springs())).isEqualTo("KEY1");
		assertThat(this.aws.asked).singleElement()
			.asString()
			.contains("Action=AssumeRole&", ROLE, "Credential=SOURCE/");
	}

	@Test
	void aContainerAsksItsAgent() throws IOException {
		container();
		assertThat(key(springs())).isEqualTo("KEY1");
		assertThat(this.aws.asked).singleElement().asString().contains("GET /v1/credentials", "the-token");
	}

	@Test
	void anInstanceAsksTheMetadataService() {
		instance();
		assertThat(key(springs())).isEqualTo("KEY1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "web identity", "profile", "container", "instance" })
	void whatExpiresIsRenewed(String source) throws IOException {
		give(source);
		// The SDK renews what an instance has a second before its end, all else a minute.
		this.aws.lifetime = Duration.ofSeconds(source.equals("instance") ? 3 : 62);
		AwsCredentialsProvider provider = springs();
		assertThat(key(provider)).isEqualTo("KEY1");
		await().atMost(Duration.ofSeconds(20)).until(() -> !key(provider).equals("KEY1"));
	}

	@Test
	void aRefusedWebIdentityIsToldWithFileRoleAndReason() throws IOException {
		webIdentity();
		this.aws.refusal = "AccessDenied";
		String sentence = "Cannot get credentials of the role '" + ROLE + "' with the web identity token file "
				+ this.directory.resolve("token")
				+ ": Sts answers AccessDenied (HTTP 403): Not authorized to perform sts:AssumeRoleWithWebIdentity; "
				+ "check the file, the role's trust policy and the connection to STS";
		assertThat(issue(springs())).isEqualTo(sentence);
		assertThat(issue(sdks())).isEqualTo(sentence);
	}

	@Test
	void aMissingTokenFileIsTold() throws IOException {
		webIdentity();
		Files.delete(this.directory.resolve("token"));
		assertThat(issue(springs())).contains("there is no file " + this.directory.resolve("token"));
	}

	@Test
	void aWebIdentityWithoutARoleIsTold() throws IOException {
		webIdentity();
		System.clearProperty("aws.roleArn");
		assertThat(issue(springs())).contains(": AWS_ROLE_ARN is not set; ");
	}

	@Test
	void anStsThatDoesNotAnswerIsTold() throws IOException {
		webIdentity();
		this.aws.close();
		assertThat(issue(springs())).contains("ConnectException").doesNotContain("No AWS credentials were found");
	}

	@Test
	void aRefusedRoleOfAProfileIsTold() throws IOException {
		assumedRole();
		this.aws.refusal = "AccessDenied";
		assertThat(issue(springs())).isEqualTo("Cannot get credentials of the AWS profile default, role " + ROLE
				+ ": Sts answers AccessDenied (HTTP 403): Not authorized to perform sts:AssumeRole; "
				+ "check the profile, and log in again if it uses IAM Identity Center");
	}

	@Test
	void aMissingSourceProfileIsTold() throws IOException {
		config("[default]\nrole_arn = " + ROLE + "\nsource_profile = source\n");
		assertThat(issue(springs()))
			.startsWith("Cannot get credentials of the AWS profile default, role " + ROLE + ": ")
			.contains("source");
	}

	@Test
	void aProfileThatIsNotThereIsTold() {
		set("aws.profile", "production");
		assertThat(issue(springs()))
			.startsWith("Cannot get credentials of the AWS profile production: there is no profile of this name; ");
	}

	/**
	 * The SDK looks for the login's token in the home directory only.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "sso_start_url = https://example.awsapps.com/nobody\nsso_region = us-east-1",
			"sso_session = nobody\n[sso-session nobody]\nsso_region = us-east-1\nsso_start_url = "
					+ "https://example.awsapps.com/nobody" })
	void aMissingLoginIsTold(String profile) throws IOException {
		config("[default]\nsso_account_id = 123456789012\nsso_role_name = r\n" + profile + "\n");
		assertThat(issue(springs()))
			.startsWith("Cannot get credentials of the AWS profile default, IAM Identity Center: ")
			.doesNotContain("class path")
			.endsWith("; check the profile, and log in again if it uses IAM Identity Center");
	}

	@Test
	void anAgentThatRefusesIsTold() throws IOException {
		container();
		this.aws.status = 403;
		assertThat(issue(springs()))
			.startsWith("Cannot get credentials of the container from " + this.aws.url() + "/v1/credentials: ")
			.endsWith("; check the role of the task, or the EKS Pod Identity association");
	}

	@Test
	void aMetadataServiceThatIsOutOfOrderIsTold() {
		instance();
		this.aws.status = 403;
		assertThat(issue(springs())).startsWith("Cannot get credentials of the instance's role: ")
			.endsWith("; check the instance profile and the metadata service");
	}

	@Test
	void anInstanceWithoutARoleHasNone() {
		instance();
		this.aws.status = 404;
		assertThat(issue(springs())).startsWith("No AWS credentials were found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aws.profile", "aws.accessKeyId", "aws.secretAccessKey", "aws.webIdentityTokenFile",
			"aws.containerCredentialsPath", "aws.containerCredentialsFullUri" })
	void anEmptyVariableGivesNothing(String name) {
		set(name, "");
		assertThat(issue(sdks())).startsWith("No AWS credentials were found: ");
	}

	@Test
	void halfOfAKeyIsTold() {
		set("aws.accessKeyId", "KEY");
		assertThat(issue(springs()))
			.isEqualTo("Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set: set both or neither");
	}

	@Test
	void whereNothingIsGivenNothingIsFound() {
		assertThat(issue(springs())).isEqualTo("No AWS credentials were found: set AWS_ACCESS_KEY_ID and "
				+ "AWS_SECRET_ACCESS_KEY, or give the service a role");
	}

	private void give(String source) throws IOException {
		switch (source) {
			case "web identity" -> webIdentity();
			case "profile" -> assumedRole();
			case "container" -> container();
			default -> instance();
		}
	}

	private void webIdentity() throws IOException {
		Path token = Files.writeString(this.directory.resolve("token"), "the-token");
		set("aws.webIdentityTokenFile", token.toString());
		set("aws.roleArn", ROLE);
	}

	private void assumedRole() throws IOException {
		config("[default]\nrole_arn = " + ROLE + "\nsource_profile = source\n"
				+ "[profile source]\naws_access_key_id = SOURCE\naws_secret_access_key = s\n");
	}

	private void container() throws IOException {
		set("aws.containerCredentialsFullUri", this.aws.url() + "/v1/credentials");
		Path token = Files.writeString(this.directory.resolve("token"), "the-token");
		set("aws.containerAuthorizationTokenFile", token.toString());
	}

	private void instance() {
		set("aws.disableEc2Metadata", "false");
		set("aws.ec2MetadataServiceEndpoint", this.aws.url());
	}

	private void config(String content) throws IOException {
		Files.writeString(this.directory.resolve("config"), content);
	}

	private void set(String name, String value) {
		this.properties.add(name);
		System.setProperty(name, value);
	}

	/** The provider that Spring Cloud AWS makes. */
	private static AwsCredentialsProvider springs() {
		AwsCredentialsProvider provider = CredentialsProviderAutoConfiguration
			.createCredentialsProvider(new CredentialsProperties(), () -> Region.US_EAST_1);
		// The SDK's own is one for the whole process.
		return (provider instanceof DefaultCredentialsProvider) ? sdks() : provider;
	}

	private static AwsCredentialsProvider sdks() {
		return DefaultCredentialsProvider.builder().build();
	}

	private static String key(AwsCredentialsProvider provider) {
		return provider.resolveCredentials().accessKeyId();
	}

	/**
	 * What health says.
	 */
	private String issue(AwsCredentialsProvider provider) {
		try (CannedSqs sqs = new CannedSqs(this.clock, new WatchedCredentials(provider))) {
			sqs.receive();
			List<SqsCallMonitor.Call> failures = sqs.calls().failures();
			assertThat(failures).hasSize(1);
			return SqsFailureExplainer.explain(failures.getFirst(), failures.getFirst().failure(), true).sentence();
		}
	}

}
