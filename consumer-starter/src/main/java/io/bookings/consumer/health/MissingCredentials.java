package io.bookings.consumer.health;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SystemSetting;

import org.springframework.util.StringUtils;

/**
 * Explains in one sentence which source of credentials is configured, why it fails, and
 * what to do. The sources are in the order of the SDK.
 */
final class MissingCredentials {

	private static final int MAX_REASON = 300;

	/** The beginning of the message of the chain's failure, which has no cause. */
	private static final String CHAIN = "Unable to load credentials from any of the providers";

	private static final List<SystemSetting> CONTAINER = List.of(
			SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
			SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);

	private MissingCredentials() {
	}

	/**
	 * Explains a failure.
	 * @param failure the exception of the provider
	 * @return a sentence with the remedy
	 */
	static String explain(RuntimeException failure) {
		if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID) != isSet(SdkSystemSetting.AWS_SECRET_ACCESS_KEY)) {
			return "Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set: set both or neither";
		}
		if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
			String role = value(SdkSystemSetting.AWS_ROLE_ARN);
			String file = value(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE);
			String reason = role.isEmpty() ? "AWS_ROLE_ARN is not set"
					: reason(failure, WebIdentityTokenFileCredentialsProvider.create());
			return "Cannot get credentials of the role '%s' with the web identity token file %s: %s; ".formatted(role,
					file, reason) + "check the file, the role's trust policy and the connection to STS";
		}
		String name = value(ProfileFileSystemSetting.AWS_PROFILE);
		Optional<Profile> profile = ProfileFile.defaultProfileFile().profile(name);
		if (profile.isPresent() || !(name.isEmpty() || name.equals("default"))) {
			String kind = profile.map(MissingCredentials::kind).orElse("");
			String reason = profile.isPresent() ? reason(failure, ProfileCredentialsProvider.create())
					: "there is no profile of this name";
			return "Cannot get credentials of the AWS profile %s%s: %s; ".formatted(name, kind, reason)
					+ "check the profile, and log in again if it uses IAM Identity Center";
		}
		for (SystemSetting container : CONTAINER) {
			if (isSet(container)) {
				String reason = reason(failure, ContainerCredentialsProvider.create());
				return "Cannot get credentials of the container from %s: %s; ".formatted(value(container), reason)
						+ "check the role of the task, or the EKS Pod Identity association";
			}
		}
		RuntimeException ofInstance = failureOf(failure, InstanceProfileCredentialsProvider.create());
		SdkServiceException answer = find(ofInstance, SdkServiceException.class);
		if (answer != null && answer.statusCode() != 404) {
			return "Cannot get credentials of the instance's role: %s; ".formatted(reason(ofInstance))
					+ "check the instance profile and the metadata service";
		}
		return "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
				+ "or give the service a role";
	}

	private static String kind(Profile profile) {
		if (profile.property("role_arn").isPresent()) {
			return ", role " + profile.property("role_arn").get();
		}
		if (profile.property("sso_session").or(() -> profile.property("sso_start_url")).isPresent()) {
			return ", IAM Identity Center";
		}
		return "";
	}

	private static String reason(RuntimeException failure, AwsCredentialsProvider provider) {
		return reason(failureOf(failure, provider));
	}

	/**
	 * Returns the failure of one source, because the failure of the chain has no cause.
	 */
	private static RuntimeException failureOf(RuntimeException failure, AwsCredentialsProvider provider) {
		if (!String.valueOf(failure.getMessage()).startsWith(CHAIN)) {
			return failure;
		}
		try {
			provider.resolveCredentials();
			return failure;
		}
		catch (RuntimeException ex) {
			return ex;
		}
		finally {
			IoUtils.closeIfCloseableV2(provider, null);
		}
	}

	private static String reason(RuntimeException failure) {
		AwsServiceException refused = find(failure, AwsServiceException.class);
		if (refused != null && refused.awsErrorDetails() != null) {
			return cut("%s answers %s (HTTP %d): %s".formatted(refused.awsErrorDetails().serviceName(),
					refused.awsErrorDetails().errorCode(), refused.statusCode(),
					refused.awsErrorDetails().errorMessage()));
		}
		SdkServiceException answer = find(failure, SdkServiceException.class);
		if (answer != null) {
			return cut("HTTP %d: %s".formatted(answer.statusCode(), answer.getMessage()));
		}
		NoSuchFileException file = find(failure, NoSuchFileException.class);
		if (file != null) {
			return "there is no file " + file.getMessage();
		}
		IOException io = find(failure, IOException.class);
		return cut((io != null) ? io.toString() : String.valueOf(failure.getMessage()));
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	private static String cut(String reason) {
		String line = reason.lines().findFirst().orElse("");
		return (line.length() <= MAX_REASON) ? line : line.substring(0, MAX_REASON) + "…";
	}

	private static boolean isSet(SystemSetting setting) {
		return StringUtils.hasText(value(setting));
	}

	private static String value(SystemSetting setting) {
		return setting.getStringValue().orElse("").strip();
	}

}
