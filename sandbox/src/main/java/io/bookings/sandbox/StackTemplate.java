package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A CloudFormation template with the values of its parameters, as if its stack were in
 * the account and the region of the sandbox. Knows the functions that the templates in
 * {@code deploy/aws} use.
 */
public final class StackTemplate {

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

	/** {@code AWS::NoValue}: the property or the element does not exist. */
	private static final Object ABSENT = new Object();

	private final Map<String, Object> template;

	private final Map<String, String> parameters;

	private StackTemplate(Map<String, Object> template, Map<String, String> parameters) {
		this.template = template;
		this.parameters = parameters;
	}

	/**
	 * Reads a template.
	 * @param file the file
	 * @param parameters values of parameters; the others have their defaults
	 * @return the template
	 * @throws SandboxException if there is no such parameter, or no value for one
	 */
	public static StackTemplate read(Path file, Map<String, String> parameters) {
		try {
			Map<String, Object> template = map(new Yaml(new Functions()).load(Files.readString(file)));
			Map<String, String> values = new LinkedHashMap<>();
			Map<String, Object> declared = map(template.get("Parameters"));
			declared.forEach((name, parameter) -> {
				Object value = parameters.containsKey(name) ? parameters.get(name) : map(parameter).get("Default");
				if (value == null) {
					throw new SandboxException("%s needs a value for the parameter %s.".formatted(file, name));
				}
				values.put(name, value.toString());
			});
			if (!declared.keySet().containsAll(parameters.keySet())) {
				throw new SandboxException("%s has no parameters %s.".formatted(file, parameters.keySet()));
			}
			return new StackTemplate(template, values);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * @return the parameters as declared, by name
	 */
	public Map<String, Map<String, Object>> parameters() {
		Map<String, Map<String, Object>> declared = new LinkedHashMap<>();
		map(this.template.get("Parameters")).forEach((name, parameter) -> declared.put(name, map(parameter)));
		return declared;
	}

	/**
	 * @param type the type of the resources, such as {@code AWS::SQS::Queue}
	 * @return the names of the resources that the stack has with these parameters
	 */
	public Set<String> resources(String type) {
		Set<String> names = new TreeSet<>();
		map(this.template.get("Resources")).forEach((name, value) -> {
			Map<String, Object> resource = map(value);
			Object condition = resource.get("Condition");
			if (type.equals(resource.get("Type")) && (condition == null || condition(condition.toString()))) {
				names.add(name);
			}
		});
		return names;
	}

	/**
	 * @param resource the name of a resource
	 * @return its properties, without functions
	 */
	public Map<String, Object> properties(String resource) {
		return map(resolve(declaration(resource).get("Properties")));
	}

	/**
	 * @param role the name of an {@code AWS::IAM::Role}
	 * @return what its policies allow
	 */
	public IamPolicy policy(String role) {
		List<Map<String, Object>> statements = new ArrayList<>();
		for (Object policy : list(properties(role).get("Policies"))) {
			for (Object statement : list(map(map(policy).get("PolicyDocument")).get("Statement"))) {
				statements.add(map(statement));
			}
		}
		return IamPolicy.of(statements);
	}

	private Map<String, Object> declaration(String resource) {
		Object declared = map(this.template.get("Resources")).get(resource);
		if (declared == null) {
			throw new SandboxException("The template has no resource " + resource + ".");
		}
		return map(declared);
	}

	private boolean condition(String name) {
		return test(map(this.template.get("Conditions")).get(name));
	}

	private boolean test(@Nullable Object condition) {
		Map.Entry<String, Object> function = map(condition).entrySet().iterator().next();
		Object argument = function.getValue();
		return switch (function.getKey()) {
			case "Condition" -> condition(argument.toString());
			case "Fn::Equals" -> Objects.equals(resolve(list(argument).getFirst()), resolve(list(argument).getLast()));
			case "Fn::Not" -> !test(list(argument).getFirst());
			case "Fn::And" -> list(argument).stream().allMatch(this::test);
			default -> throw new SandboxException("Not known as a condition: " + function.getKey());
		};
	}

	private @Nullable Object resolve(@Nullable Object value) {
		if (value instanceof Map<?, ?> given) {
			Map<String, Object> object = map(given);
			if (object.size() == 1) {
				Map.Entry<String, Object> only = object.entrySet().iterator().next();
				if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
					return call(only.getKey(), only.getValue());
				}
			}
			Map<String, Object> resolved = new LinkedHashMap<>();
			object.forEach((key, element) -> {
				Object result = resolve(element);
				if (result != null && result != ABSENT) {
					resolved.put(key, result);
				}
			});
			return resolved;
		}
		if (value instanceof List<?> elements) {
			List<Object> resolved = new ArrayList<>();
			elements.forEach((element) -> {
				Object result = resolve(element);
				if (result != null && result != ABSENT) {
					resolved.add(result);
				}
			});
			return resolved;
		}
		return value;
	}

	private @Nullable Object call(String function, Object argument) {
		return switch (function) {
			case "Ref" -> argument.equals("AWS::NoValue") ? ABSENT : ref(argument.toString());
			case "Fn::GetAtt" -> attribute(argument.toString());
			case "Fn::Sub" -> substitute(argument.toString());
			case "Fn::If" -> resolve(list(argument).get(condition(list(argument).getFirst().toString()) ? 1 : 2));
			case "Fn::ImportValue" -> "import:" + resolve(argument);
			default -> throw new SandboxException("Not known as a function: " + function);
		};
	}

	private String ref(String name) {
		String parameter = this.parameters.get(name);
		if (parameter != null) {
			return parameter;
		}
		return switch (name) {
			case "AWS::Partition" -> "aws";
			case "AWS::Region" -> Queues.REGION;
			case "AWS::AccountId" -> Queues.ACCOUNT;
			case "AWS::StackName" -> "stack";
			default -> {
				declaration(name);
				yield name;
			}
		};
	}

	private String attribute(String path) {
		String resource = path.substring(0, path.indexOf('.'));
		Map<String, Object> declared = declaration(resource);
		if (!"AWS::SQS::Queue".equals(declared.get("Type"))) {
			return path;
		}
		String queue = String.valueOf(map(declared.get("Properties")).get("QueueName"));
		return switch (path.substring(path.indexOf('.') + 1)) {
			case "Arn" -> Queues.arn(queue);
			case "QueueName" -> queue;
			default -> throw new SandboxException("Not known as an attribute: " + path);
		};
	}

	private String substitute(String text) {
		Function<String, String> value = (name) -> name.contains(".") ? attribute(name) : ref(name);
		return VARIABLE.matcher(text)
			.replaceAll((variable) -> Matcher.quoteReplacement(value.apply(variable.group(1))));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object value) {
		return (Map<String, Object>) Objects.requireNonNull(value);
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(@Nullable Object value) {
		return (List<Object>) Objects.requireNonNull(value);
	}

	/**
	 * Reads the short form of a function, such as {@code !Ref}, as its long form.
	 */
	private static final class Functions extends SafeConstructor {

		Functions() {
			super(new LoaderOptions());
			this.yamlMultiConstructors.put("!", new AbstractConstruct() {

				@Override
				public Object construct(Node node) {
					String name = node.getTag().getValue().substring(1);
					boolean plain = name.equals("Ref") || name.equals("Condition");
					Map<String, Object> function = new LinkedHashMap<>();
					function.put(plain ? name : "Fn::" + name, argument(node));
					return function;
				}

			});
		}

		private Object argument(Node node) {
			return switch (node) {
				case ScalarNode scalar -> scalar.getValue();
				case SequenceNode sequence -> constructSequence(sequence);
				case MappingNode mapping -> constructMapping(mapping);
				default -> throw new SandboxException("Not known in a template: " + node);
			};
		}

	}

}
