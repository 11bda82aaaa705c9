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

	private static final ConditionEvaluationResult RESULT = evaluate();

	/**
	 * Says it on the console too, as Maven shows how many tests were skipped, but not
	 * why.
	 */
	private static ConditionEvaluationResult evaluate() {
		if (Infrastructure.current() == Infrastructure.SANDBOX || DockerClientFactory.instance().isDockerAvailable()) {
			return ConditionEvaluationResult.enabled("Everything is there that the tests need.");
		}
		String reason = "Integration tests are skipped: -D%s=containers needs Docker, and none answers here."
			.formatted(Infrastructure.PROPERTY);
		System.out.println(reason);
		return ConditionEvaluationResult.disabled(reason);
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return RESULT;
	}

}
