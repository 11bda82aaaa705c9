package io.bookings.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a policy of IAM allows: nothing but its permissions.
 *
 * @param permissions one for each action and resource
 */
public record IamPolicy(List<Permission> permissions) {

	/**
	 * Keeps a copy of the permissions.
	 */
	public IamPolicy {
		permissions = List.copyOf(permissions);
	}

	/**
	 * Reads statements with the effect {@code Allow}.
	 */
	static IamPolicy of(List<Map<String, Object>> statements) {
		List<Permission> permissions = new ArrayList<>();
		for (Map<String, Object> statement : statements) {
			if (!"Allow".equals(statement.get("Effect"))) {
				throw new SandboxException("Not known as an effect: " + statement.get("Effect"));
			}
			boolean allBut = statement.containsKey("NotResource");
			for (String action : strings(statement.get("Action"))) {
				for (String resource : strings(statement.get(allBut ? "NotResource" : "Resource"))) {
					permissions.add(new Permission(action, resource, allBut, namespace(statement.get("Condition"))));
				}
			}
		}
		return new IamPolicy(permissions);
	}

	/**
	 * @param permission one of the permissions
	 * @return the policy without it
	 */
	public IamPolicy without(Permission permission) {
		return new IamPolicy(this.permissions.stream().filter((other) -> !other.equals(permission)).toList());
	}

	boolean allows(Request request) {
		return this.permissions.stream().anyMatch((permission) -> permission.allows(request));
	}

	private static @Nullable String namespace(@Nullable Object condition) {
		if (condition == null) {
			return null;
		}
		if (condition instanceof Map<?, ?> operators && operators.size() == 1
				&& operators.get("StringEquals") instanceof Map<?, ?> values && values.size() == 1
				&& values.get("cloudwatch:namespace") instanceof String namespace) {
			return namespace;
		}
		throw new SandboxException("Not known as a condition: " + condition);
	}

	private static List<String> strings(@Nullable Object value) {
		return ((value instanceof List<?> list) ? list.stream() : Stream.of(Objects.requireNonNull(value)))
			.map(Object::toString)
			.toList();
	}

	/**
	 * One action on one resource.
	 *
	 * @param action such as {@code sqs:ReceiveMessage}
	 * @param resource an ARN in which {@code *} stands for any characters
	 * @param allBut whether all other resources are allowed, and not this one
	 * @param namespace the only namespace of metrics, {@code null} for any
	 */
	public record Permission(String action, String resource, boolean allBut, @Nullable String namespace) {

		boolean allows(Request request) {
			Pattern pattern = Pattern.compile(
					Stream.of(this.resource.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
			return this.action.equals(request.action()) && pattern.matcher(request.resource()).matches() != this.allBut
					&& (this.namespace == null || this.namespace.equals(request.namespace()));
		}

		/**
		 * @return the action and the last part of the resource, such as
		 * {@code sqs:SendMessage booking-request-dlq}
		 */
		@Override
		public String toString() {
			return this.action + " " + this.resource.substring(this.resource.lastIndexOf(':') + 1);
		}

	}

	/**
	 * A request to AWS.
	 *
	 * @param action the action
	 * @param resource the resource's ARN, or a phone number
	 * @param namespace the namespace of metrics, {@code null} for other requests
	 */
	record Request(String action, String resource, @Nullable String namespace) {
	}

}
