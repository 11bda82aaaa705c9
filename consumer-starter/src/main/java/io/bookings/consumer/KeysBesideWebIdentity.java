package io.bookings.consumer;

import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * There are keys and a web identity in the environment, and nothing is set for Spring
 * Cloud AWS: it would pass over the keys, which come first for every SDK and for the AWS
 * CLI.
 */
class KeysBesideWebIdentity implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		return Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE")
			.map(environment::getProperty)
			.allMatch(StringUtils::hasText)
				&& !Binder.get(environment)
					.bind("spring.cloud.aws.credentials", Bindable.mapOf(String.class, Object.class))
					.isBound();
	}

}
