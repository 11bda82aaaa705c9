package io.bookings.sandbox;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips the tests of a run on containers if Docker does not respond. The Maven profile of
 * that run enables its automatic detection in JUnit.
 */
public final class DockerCondition implements ExecutionCondition {

	private static final ConditionEvaluationResult RESULT = evaluate();

	/**
	 * Also prints the reason, because Maven shows only how many tests were skipped.
	 */
	private static ConditionEvaluationResult evaluate() {
		if (Infrastructure.current() == Infrastructure.SANDBOX || DockerClientFactory.instance().isDockerAvailable()) {
			return ConditionEvaluationResult.enabled("The infrastructure is available.");
		}
		String reason = "Integration tests are skipped: -D%s=containers needs Docker, which does not respond."
			.formatted(Infrastructure.PROPERTY);
		System.out.println(reason);
		return ConditionEvaluationResult.disabled(reason);
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return RESULT;
	}

}
