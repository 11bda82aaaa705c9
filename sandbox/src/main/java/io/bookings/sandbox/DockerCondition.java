package io.bookings.sandbox;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips the tests of a run on containers where Docker does not answer. JUnit finds it by
 * itself, if asked to: the Maven profile of that run does so.
 */
public final class DockerCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Infrastructure.current() == Infrastructure.CONTAINERS
				&& !DockerClientFactory.instance().isDockerAvailable()) {
			return ConditionEvaluationResult.disabled(
					"-D%s=containers needs Docker, and no Docker answers here.".formatted(Infrastructure.PROPERTY));
		}
		return ConditionEvaluationResult.enabled("Everything is there that the tests need.");
	}

}
