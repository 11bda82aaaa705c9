package io.bookings.consumer.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.Assert;

/**
 * The languages of the texts. The file {@code <basename>.properties} has the default
 * language, and each file {@code <basename>_<language>.properties} adds one.
 */
final class Languages {

	/** The locale of the default file, which is in English. */
	private static final Locale DEFAULT = Locale.UK;

	private static final ResourceBundle.Control NO_FALLBACK = ResourceBundle.Control
		.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

	private final String basename;

	private final ClassLoader classLoader;

	/**
	 * Checks that each language is complete. Otherwise, a notification would mix two
	 * languages. If several places of the class path have the same file, the first one is
	 * used, as {@link ResourceBundle} does.
	 * @param basename path of the default file, without its extension
	 * @param classLoader the class loader that finds the files
	 * @throws IllegalStateException if a language lacks a message of the default file or
	 * has others
	 */
	Languages(String basename, ClassLoader classLoader) {
		this.basename = basename;
		this.classLoader = classLoader;
		String directory = basename.substring(0, basename.lastIndexOf('/') + 1);
		try {
			PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(classLoader);
			for (Resource language : resolver.getResources("classpath*:" + basename + "_*.properties")) {
				requireSameKeys(directory + language.getFilename(), basename + ".properties");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The locale for all parts of a notification.
	 * @param wanted the locale of the contact
	 * @return the same if its language is available, otherwise that of the default file
	 */
	Locale resolve(Locale wanted) {
		if (wanted.getLanguage().equals(DEFAULT.getLanguage())) {
			return wanted;
		}
		ResourceBundle messages = ResourceBundle.getBundle(this.basename, wanted, this.classLoader, NO_FALLBACK);
		return messages.getLocale().equals(Locale.ROOT) ? DEFAULT : wanted;
	}

	private void requireSameKeys(String language, String defaultLanguage) throws IOException {
		Set<String> keys = keys(language);
		Set<String> expected = keys(defaultLanguage);
		Assert.state(keys.equals(expected), () -> "%s must have the same keys as %s: it lacks %s and adds %s"
			.formatted(language, defaultLanguage, without(expected, keys), without(keys, expected)));
	}

	private Set<String> keys(String file) throws IOException {
		return PropertiesLoaderUtils
			.loadProperties(new EncodedResource(new ClassPathResource(file, this.classLoader), StandardCharsets.UTF_8))
			.stringPropertyNames();
	}

	private static Set<String> without(Set<String> keys, Set<String> others) {
		Set<String> rest = new TreeSet<>(keys);
		rest.removeAll(others);
		return rest;
	}

}
