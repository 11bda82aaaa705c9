package io.bookings.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the picture of the packages in docs/architecture.md with the code, and checks
 * which types are used.
 */
class ArchitectureUnitTests {

	private static final String ROOT = "io.bookings.consumer";

	private static final String AUTOCONFIGURE = "autoconfigure";

	private static final Pattern ARROW = Pattern
		.compile("\\s*(\\w+)(?:\\[([\\w.]+)])? --> (\\w+)(?:\\[([\\w.]+)])?\\s*");

	private static final Pattern NODE = Pattern.compile("\\s*(\\w+)\\[([\\w.]+)]\\s*");

	/** What the services may use, beyond the types at the top. */
	private static final Set<String> PUBLIC_SURFACE = Set.of("database.ArrayParameter", "database.Columns",
			"http.OutgoingHttp", "notification.CalendarEntry", "notification.Contact", "notification.ContactCipher",
			"notification.Contacts", "notification.EmailSuppression", "notification.NotificationContent",
			"notification.NotificationSource", "notification.Notifications", "notification.PermanentDeliveryException",
			"notification.NoContentYetException", "notification.TransientDeliveryException", "settings.Settings",
			"person.ErasedPeople", "person.Person", "person.Pseudonym", "privacy.BookingTable",
			"privacy.ErasureForward", "task.BackgroundTask", "task.FullJitter", "task.RetriedTask", "task.RetriedTasks",
			"task.RetryException", "timeline.TimelineEntry", "timeline.TimelineSource", "web.Cursor", "web.Page",
			"web.PageSize");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void aPackageUsesOnlyPackagesThatItReachesAlongTheArrows() throws IOException {
		Map<String, Set<String>> arrows = arrows();
		Set<String> against = new TreeSet<>();
		for (Dependency dependency : dependencies().toList()) {
			String from = name(dependency.getOriginClass());
			String to = name(dependency.getTargetClass());
			if (!from.equals(AUTOCONFIGURE) && !reachable(from, arrows).contains(to)) {
				against.add("%s -> %s: %s".formatted(from, to, dependency.getDescription()));
			}
		}
		assertThat(against).as("Uses against the arrows of docs/architecture.md").isEmpty();
	}

	@Test
	void thePictureHasNoCycleAndEachArrowStandsForAUse() throws IOException {
		Map<String, Set<String>> arrows = arrows();
		arrows.keySet().forEach((name) -> assertThat(reachable(name, arrows)).doesNotContain(name));
		Set<String> uses = dependencies()
			.map((dependency) -> name(dependency.getOriginClass()) + " -> " + name(dependency.getTargetClass()))
			.collect(Collectors.toSet());
		arrows.forEach((from, targets) -> targets.forEach(
				(to) -> assertThat(uses).as("Uses for an arrow of docs/architecture.md").contains(from + " -> " + to)));
	}

	@Test
	void thePictureAndItsTableNameEveryPackage() throws IOException {
		Set<String> packages = CLASSES.stream().map(ArchitectureUnitTests::name).collect(Collectors.toSet());
		Set<String> drawn = new HashSet<>(arrows().keySet());
		arrows().values().forEach(drawn::addAll);
		drawn.add(AUTOCONFIGURE);
		assertThat(packages).isEqualTo(drawn);
		packages.stream()
			.filter((name) -> !name.startsWith("notification."))
			.forEach((name) -> assertThat(page()).contains("\n| `" + name + "` |"));
	}

	@Test
	void theTypesOfThePublicSurfaceExistAndArePublic() {
		PUBLIC_SURFACE
			.forEach((name) -> assertThat(CLASSES.get(ROOT + '.' + name).getModifiers().toString()).contains("PUBLIC"));
	}

	@Test
	void theServicesUseOnlyThePublicSurface() throws IOException {
		Pattern imported = Pattern.compile("^import (?:static )?io\\.bookings\\.consumer\\.([\\w.]+);",
				Pattern.MULTILINE);
		Set<String> beyond = new TreeSet<>();
		for (Path sources : servicesSources()) {
			try (Stream<Path> files = Files.walk(sources)) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					Matcher matcher = imported.matcher(Files.readString(file));
					while (matcher.find()) {
						String type = matcher.group(1);
						if (type.contains(".") && !PUBLIC_SURFACE.contains(type)) {
							beyond.add(file.getFileName() + " imports " + type);
						}
					}
				}
			}
		}
		assertThat(beyond).isEmpty();
	}

	/**
	 * These types of the SDK load classes and objects for each service of AWS.
	 */
	@Test
	void nothingUsesTheMetadataOfAllServicesOfAws() {
		assertThat(CLASSES.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.filter((dependency) -> dependency.getTargetClass()
				.getName()
				.matches("software\\.amazon\\.awssdk\\.regions\\.\\w+Metadata"))
			.map(Dependency::getDescription)).isEmpty();
	}

	/**
	 * The modules that have settings of their own are the services.
	 */
	private static List<Path> servicesSources() throws IOException {
		try (Stream<Path> modules = Files.list(Path.of(".."))) {
			List<Path> sources = modules.map((module) -> module.resolve("src/main"))
				.filter((main) -> Files.exists(main.resolve("resources/application.properties")))
				.map((main) -> main.resolve("java"))
				.toList();
			assertThat(sources).hasSizeGreaterThanOrEqualTo(2);
			return sources;
		}
	}

	private static Stream<Dependency> dependencies() {
		return CLASSES.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.filter((dependency) -> isOurs(dependency.getTargetClass().getBaseComponentType()))
			.filter((dependency) -> !name(dependency.getOriginClass())
				.equals(name(dependency.getTargetClass().getBaseComponentType())));
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + '.');
	}

	private static String name(JavaClass type) {
		String name = type.getBaseComponentType().getPackageName();
		return name.equals(ROOT) ? ROOT : name.substring(ROOT.length() + 1);
	}

	private static Set<String> reachable(String from, Map<String, Set<String>> arrows) {
		Set<String> reached = new HashSet<>();
		Set<String> next = arrows.getOrDefault(from, Set.of());
		while (!next.isEmpty()) {
			reached.addAll(next);
			next = next.stream()
				.flatMap((name) -> arrows.getOrDefault(name, Set.of()).stream())
				.filter((name) -> !reached.contains(name))
				.collect(Collectors.toSet());
		}
		return reached;
	}

	/**
	 * The arrows of the second picture, by package name.
	 */
	private static Map<String, Set<String>> arrows() throws IOException {
		String picture = page().split("```mermaid\n")[2].split("```")[0];
		Map<String, String> labels = new HashMap<>();
		Map<String, Set<String>> arrows = new HashMap<>();
		for (String line : picture.lines().skip(1).toList()) {
			Matcher arrow = ARROW.matcher(line);
			Matcher node = NODE.matcher(line);
			if (arrow.matches()) {
				label(labels, arrow.group(1), arrow.group(2));
				label(labels, arrow.group(3), arrow.group(4));
				arrows.computeIfAbsent(arrow.group(1), (name) -> new HashSet<>()).add(arrow.group(3));
			}
			else {
				assertThat(node.matches()).as(line).isTrue();
				label(labels, node.group(1), node.group(2));
			}
		}
		return arrows.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> labels.getOrDefault(entry.getKey(), entry.getKey()),
					(entry) -> entry.getValue()
						.stream()
						.map((name) -> labels.getOrDefault(name, name))
						.collect(Collectors.toSet())));
	}

	private static void label(Map<String, String> labels, String node, String label) {
		if (label != null) {
			labels.put(node, label);
		}
	}

	private static String page() {
		try {
			return Files.readString(Path.of("..", "docs", "architecture.md"));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
