package io.bookings.consumer.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Rejects durations without a unit in the services' own settings. Spring Boot takes a
 * number without a unit as milliseconds, but most users mean seconds. Settings of
 * libraries are not checked.
 */
class DurationsWithUnit implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("booking");

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?\\d+");

	private final Environment environment;

	DurationsWithUnit(Environment environment) {
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {

			@Override
			public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				ConfigurationProperty property = context.getConfigurationProperty();
				if (property != null && OURS.isAncestorOf(name) && result instanceof Duration) {
					String value = DurationsWithUnit.this.environment
						.resolvePlaceholders(String.valueOf(property.getValue()));
					Settings.require(!BARE_NUMBER.matcher(value).matches(),
							"%s is %s, which has no unit: set it to a duration such as %ss, 5m, 1h or 30d", name, value,
							value);
				}
				return super.onSuccess(name, target, context, result);
			}

		};
	}

}
