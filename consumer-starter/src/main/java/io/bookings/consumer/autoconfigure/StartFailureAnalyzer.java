package io.bookings.consumer.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Explains which setting is missing or invalid when the service cannot start. It runs
 * before Spring Boot's own analyzers, which would report a failed conversion.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartFailureAnalyzer implements FailureAnalyzer {

	/** Our messages begin with the name of a setting. */
	private static final Pattern OUR_SENTENCE = Pattern
		.compile("(booking\\.|spring\\.cloud\\.aws\\.|spring\\.datasource\\.|aws\\.|AWS_|(sqs\\.)?endpoint_url )");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			FailureAnalysis analysis = analyzeOne(cause);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private static @Nullable FailureAnalysis analyzeOne(Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		return switch (cause) {
			case PlaceholderResolutionException _ -> new FailureAnalysis("A setting is missing: " + message,
					"Set this environment variable or property.", cause);
			case BindException bind when boundValue(bind).contains("${") ->
				new FailureAnalysis("A setting is missing: %s needs %s.".formatted(bind.getName(), boundValue(bind)),
						"Set this environment variable or property.", cause);
			case BindException bind when bind.getTarget().getType().resolve() instanceof Class<?> type
					&& type.isEnum() ->
				new FailureAnalysis(
						"%s is '%s': set it to one of %s.".formatted(bind.getName(), boundValue(bind), values(type)),
						"Correct this setting and start again.", cause);
			case SdkClientException _ when message.toLowerCase(Locale.ROOT).contains("unable to load region") ->
				new FailureAnalysis("The AWS region is not set.", "Set AWS_REGION, for example AWS_REGION=us-east-1.",
						cause);
			case IllegalArgumentException _ when OUR_SENTENCE.matcher(message).lookingAt() ->
				new FailureAnalysis(message + ".", "Correct this setting and start again.", cause);
			default -> null;
		};
	}

	/**
	 * Returns the values as they are written in properties.
	 */
	private static String values(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Returns the value that could not be bound. Unlike {@code @Value}, binding keeps
	 * unresolved placeholders in it.
	 */
	private static String boundValue(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		return (property != null) ? String.valueOf(property.getValue()) : "";
	}

}
