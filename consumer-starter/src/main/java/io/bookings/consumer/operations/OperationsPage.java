package io.bookings.consumer.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.bookings.consumer.deadletter.DeadLetterProperties;
import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.notification.api.NotificationActions;
import io.bookings.consumer.notification.api.NotificationLists;
import io.bookings.consumer.timeline.Timelines;
import io.bookings.consumer.web.ApiRoles;
import io.micrometer.core.instrument.MeterRegistry;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The beans of the pages. The template engine is not a bean, so that a service can have
 * one of its own.
 */
@Configuration(proxyBeanMethods = false)
public class OperationsPage implements WebMvcConfigurer {

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		// All versions have the same time of modification, because builds are
		// reproducible.
		registry.addResourceHandler("/operations/assets/**")
			.addResourceLocations("classpath:/operations/assets/")
			.setUseLastModified(false)
			.setEtagGenerator(OperationsPage::etag)
			.setCacheControl(CacheControl.noCache());
	}

	private static String etag(Resource resource) {
		try {
			return '"' + DigestUtils.md5DigestAsHex(resource.getContentAsByteArray()) + '"';
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Bean
	ViewResolver operationsViewResolver() {
		ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver(OperationsPage.class.getClassLoader());
		templates.setSuffix(".html");
		templates.setTemplateMode(TemplateMode.HTML);
		templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
		templates.setCacheable(true);
		SpringTemplateEngine engine = new SpringTemplateEngine();
		engine.setTemplateResolver(templates);
		ThymeleafViewResolver resolver = new ThymeleafViewResolver();
		resolver.setTemplateEngine(engine);
		resolver.setViewNames(new String[] { "operations/*" });
		resolver.setExcludedViewNames(new String[] { "redirect:*" });
		resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
		resolver.setOrder(0);
		return resolver;
	}

	@Bean
	Runbook operationsRunbook(OperationsProperties properties) {
		return new Runbook(properties.runbookUrl());
	}

	@Bean
	PageAdvice operationsPageAdvice(Service service, ApiRoles roles,
			ObjectProvider<NotificationActions> notifications) {
		return new PageAdvice(service, roles, notifications.getIfAvailable() != null);
	}

	@Bean
	OverviewController operationsOverview(HealthContributorRegistry health, MeterRegistry meters,
			OutcomeHistory outcomes, Instances instances, Runbook runbook) {
		return new OverviewController(new OverviewReader(health, meters, outcomes, instances, runbook), runbook);
	}

	@Bean
	@ConditionalOnBean(NotificationActions.class)
	NotificationsController operationsNotifications(JdbcClient jdbc, NotificationActions actions) {
		return new NotificationsController(new NotificationLists(jdbc), actions);
	}

	@Bean
	BookingController operationsBooking(Timelines timelines) {
		return new BookingController(timelines);
	}

	@Bean
	@ConditionalOnBean(DeadLetters.class)
	DeadLettersController operationsDeadLetters(DeadLetters letters, DeadLetterProperties properties) {
		return new DeadLettersController(letters, properties);
	}

}
