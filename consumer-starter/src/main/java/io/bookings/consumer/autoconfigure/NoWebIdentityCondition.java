package io.bookings.consumer.autoconfigure;

import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if a web identity's variable is set but must not be used: it is empty, or
 * access keys are set too, which take precedence in all SDKs and in the AWS CLI. Spring
 * Cloud AWS would use only the web identity. Credentials settings of Spring Cloud AWS
 * take precedence.
 */
class NoWebIdentityCondition implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		String token = environment.getProperty("AWS_WEB_IDENTITY_TOKEN_FILE");
		boolean keys = Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
			.map(environment::getProperty)
			.allMatch(StringUtils::hasText);
		return token != null && (keys || token.isBlank())
				&& !Binder.get(environment)
					.bind("spring.cloud.aws.credentials", Bindable.mapOf(String.class, Object.class))
					.isBound();
	}

}
