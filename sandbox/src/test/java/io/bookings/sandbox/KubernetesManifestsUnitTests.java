package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The manifests have only fields of the Kubernetes API, of KEDA and of kustomize, and the
 * names and values of the sandbox and of the other deployments.
 */
class KubernetesManifestsUnitTests {

	private static final Path MANIFESTS = Path.of("..", "deploy", "kubernetes");

	/**
	 * The classes of the API keep unknown fields. Without the method that keeps them, a
	 * misspelt field is an error.
	 */
	private static final JsonMapper strict = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.annotationIntrospector(new JacksonAnnotationIntrospector() {

			@Override
			public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
				return false;
			}

		})
		.build();

	private static final Map<String, Class<?>> KINDS = Map.of("Namespace", Namespace.class, "ServiceAccount",
			ServiceAccount.class, "ConfigMap", ConfigMap.class, "Service", Service.class, "Deployment",
			Deployment.class, "PodDisruptionBudget", PodDisruptionBudget.class, "NetworkPolicy", NetworkPolicy.class,
			"ScaledObject", ScaledObject.class, "TriggerAuthentication", TriggerAuthentication.class, "Kustomization",
			Kustomization.class);

	@TempDir
	private Path directory;

	@Test
	void allFilesHaveOnlyKnownFields() throws IOException {
		try (Stream<Path> files = Files.walk(MANIFESTS)) {
			List<Path> manifests = files.filter((file) -> file.toString().endsWith(".yaml")).toList();
			assertThat(manifests).hasSizeGreaterThanOrEqualTo(6);
			manifests.forEach((file) -> assertThat(parse(read(file))).as(file.toString()).isNotEmpty());
		}
	}

	@ParameterizedTest
	@CsvSource({ "provider-consumer.yaml, readinessProbe:, readynessProbe:",
			"provider-consumer.yaml, maxUnavailable: 1, maxUnavailabel: 1",
			"user-consumer.yaml, policyTypes:, policyType:", "user-consumer.yaml, minReplicaCount:, minReplicas:",
			"user-consumer.yaml, queueLength:, queuelength:", "keda.yaml, podIdentity:, podidentity:",
			"kustomization.yaml, literals:, literal:" })
	void aMisspeltFieldIsRefused(String file, String field, String misspelt) {
		String manifest = read(MANIFESTS.resolve("base").resolve(file));
		assertThat(manifest).contains(field);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> parse(manifest.replace(field, misspelt)))
			.withStackTraceContaining(misspelt.replaceFirst(":.*", ""));
	}

	@ParameterizedTest
	@EnumSource
	void eachServiceHasItsNamesAndIsRestricted(ServiceKind kind) {
		List<Object> manifests = parse(read(MANIFESTS.resolve("base/%s.yaml".formatted(kind.serviceName()))));
		assertThat(manifests).extracting((manifest) -> manifest.getClass().getSimpleName())
			.containsExactly("ServiceAccount", "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy",
					"ScaledObject");
		assertThat(manifests).allSatisfy((manifest) -> assertThat(name(manifest)).isEqualTo(kind.serviceName()));
		PodSpec pod = ((Deployment) manifests.get(1)).getSpec().getTemplate().getSpec();
		assertThat(pod.getServiceAccountName()).isEqualTo(kind.serviceName());
		assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
		assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
		assertThat(pod.getTopologySpreadConstraints()).hasSize(2);
		Container container = pod.getContainers().getFirst();
		assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
		assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
		assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
		assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
		assertThat(container.getVolumeMounts()).singleElement()
			.satisfies((mount) -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
		assertThat(((ScaledObject) manifests.getLast()).spec().triggers()).singleElement()
			.satisfies((trigger) -> assertThat(trigger.metadata().queueURL()).endsWith("/" + kind.queueName()));
	}

	@ParameterizedTest
	@EnumSource
	void theSettingsAreThoseOfTheComposeFile(ServiceKind kind) {
		Map<String, String> settings = new TreeMap<>();
		for (String file : List.of("base/kustomization.yaml", "overlays/example/kustomization.yaml")) {
			Kustomization kustomization = (Kustomization) parse(read(MANIFESTS.resolve(file))).getFirst();
			kustomization.configMapGenerator()
				.stream()
				.filter((map) -> map.name().equals(kind.serviceName()))
				.flatMap((map) -> map.literals().stream())
				.map((literal) -> literal.split("=", 2))
				.forEach((literal) -> settings.put(literal[0], literal[1]));
		}
		Map<String, Object> compose = ComposeFile.read().environment(kind);
		assertThat(settings)
			.containsEntry(kind.queueVariable(),
					"https://sqs.eu-central-1.amazonaws.com/123456789012/" + kind.queueName())
			.containsEntry("SQS_NOTIFICATION_EVENT_QUEUE_URL",
					"https://sqs.eu-central-1.amazonaws.com/123456789012/" + kind.eventQueueName());
		assertThat(settings.get("SPRING_DATASOURCE_URL")).contains("/" + kind.databaseName() + "?");
		// Passwords are in secrets, and a role replaces keys.
		assertThat(settings.keySet())
			.containsAll(compose.keySet()
				.stream()
				.filter((name) -> !name.endsWith("PASSWORD") && !name.startsWith("AWS_ACCESS")
						&& !name.startsWith("AWS_SECRET"))
				.toList())
			.noneMatch((name) -> name.contains("PASSWORD"));
		for (String name : List.of("SPRING_DATASOURCE_USERNAME", "SPRING_FLYWAY_USER", "SPRING_SECURITY_USER_NAME")) {
			assertThat(settings).containsEntry(name, compose.get(name).toString());
		}
	}

	@Test
	void kustomizeBuildsTheExample() throws IOException, InterruptedException {
		Path output = this.directory.resolve("built.yaml");
		Path errors = this.directory.resolve("errors");
		Process kubectl = null;
		try {
			kubectl = new ProcessBuilder("kubectl", "kustomize", MANIFESTS.resolve("overlays/example").toString())
				.redirectOutput(output.toFile())
				.redirectError(errors.toFile())
				.start();
		}
		catch (IOException ex) {
			assumeTrue(false, "The overlay was not built, because kubectl is not installed.");
		}
		assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(kubectl.exitValue()).as(Files.readString(errors)).isZero();
		List<Object> built = parse(Files.readString(output));
		assertThat(built).filteredOn(Deployment.class::isInstance).hasSize(ServiceKind.values().length);
		for (Object manifest : built) {
			if (manifest instanceof Deployment deployment) {
				Container container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
				assertThat(container.getImage()).startsWith("123456789012.dkr.ecr.");
				assertThat(built).filteredOn(ConfigMap.class::isInstance)
					.extracting(KubernetesManifestsUnitTests::name)
					.contains(container.getEnvFrom().getFirst().getConfigMapRef().getName());
			}
			else if (manifest instanceof ServiceAccount account) {
				assertThat(account.getMetadata().getAnnotations()).containsKey("eks.amazonaws.com/role-arn");
			}
			else if (manifest instanceof ScaledObject scaled) {
				assertThat(scaled.spec().triggers().getFirst().metadata().queueURL())
					.startsWith("https://sqs.eu-central-1.amazonaws.com/123456789012/");
			}
		}
	}

	private static String name(Object manifest) {
		return switch (manifest) {
			case HasMetadata object -> object.getMetadata().getName();
			case ScaledObject scaled -> scaled.metadata().getName();
			case TriggerAuthentication authentication -> authentication.metadata().getName();
			default -> throw new IllegalArgumentException(manifest.toString());
		};
	}

	private static List<Object> parse(String yaml) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		List<Object> manifests = new ArrayList<>();
		for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
			Object kind = ((Map<?, ?>) document).get("kind");
			Class<?> type = KINDS.get(String.valueOf(kind));
			assertThat(type).as("Class of the kind " + kind).isNotNull();
			manifests.add(strict.convertValue(document, type));
		}
		return manifests;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The fields of KEDA's resource that the manifests use (<a href=
	 * "https://keda.sh/docs/latest/reference/scaledobject-spec/">ScaledObject</a>).
	 */
	record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

		record Spec(Target scaleTargetRef, Integer minReplicaCount, Integer maxReplicaCount, Integer pollingInterval,
				Integer cooldownPeriod, List<Trigger> triggers) {
		}

		record Target(String apiVersion, String kind, String name) {
		}

		record Trigger(String type, Reference authenticationRef, Metadata metadata) {
		}

		record Reference(String name, String kind) {
		}

		/** All values are texts. */
		record Metadata(String queueURL, String awsRegion, String queueLength) {
		}

	}

	/**
	 * The fields that the manifests use (<a href=
	 * "https://keda.sh/docs/latest/concepts/authentication/">authentication</a>).
	 */
	record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

		record Spec(PodIdentity podIdentity) {
		}

		record PodIdentity(String provider) {
		}

	}

	/**
	 * The fields of a kustomization that the manifests use.
	 */
	record Kustomization(String apiVersion, String kind, String namespace, List<String> resources, List<Label> labels,
			List<Image> images, List<Generator> configMapGenerator, List<Patch> patches) {

		record Label(Map<String, String> pairs) {
		}

		record Image(String name, String newName, String newTag) {
		}

		record Generator(String name, String behavior, List<String> literals) {
		}

		record Patch(Target target, String patch) {
		}

		record Target(String kind, String name) {
		}

	}

}
