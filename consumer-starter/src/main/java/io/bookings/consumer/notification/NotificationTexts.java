package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

import io.bookings.consumer.log.Printable;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The words of notifications, in the recipient's language and time zone. A service brings
 * for each template the files {@code notification/<template>.html} and {@code .txt} and
 * the messages {@code <template>.subject} and {@code <template>.short} in
 * {@code notification/messages*.properties}. Templates and messages see {@code name},
 * {@code bookingId}, {@code start}, {@code end} and the content's details. Without a
 * calendar entry, {@code start} and {@code end} are empty.
 */
public final class NotificationTexts {

	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

	private final SpringTemplateEngine templates = new SpringTemplateEngine();

	/**
	 * Creates texts from the templates and messages on the class path.
	 */
	public NotificationTexts() {
		this.messages.setBasename("notification/messages");
		this.messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
		this.messages.setFallbackToSystemLocale(false);
		this.templates.setTemplateEngineMessageSource(this.messages);
		this.templates.addTemplateResolver(resolver("*.html", TemplateMode.HTML));
		this.templates.addTemplateResolver(resolver("*.txt", TemplateMode.TEXT));
	}

	/**
	 * Returns the subject line.
	 * @param notification the notification
	 * @return one line
	 */
	public String subject(OutgoingNotification notification) {
		return message(notification, ".subject");
	}

	/**
	 * Returns the short text, for channels that limit the length.
	 * @param notification the notification
	 * @return one or two sentences
	 */
	public String brief(OutgoingNotification notification) {
		return message(notification, ".short");
	}

	/**
	 * Returns the full text as HTML, with escaped values.
	 * @param notification the notification
	 * @return an HTML document
	 */
	public String html(OutgoingNotification notification) {
		return this.templates.process(notification.content().template() + ".html", context(notification));
	}

	/**
	 * Returns the full text as plain text.
	 * @param notification the notification
	 * @return several lines
	 */
	public String text(OutgoingNotification notification) {
		return this.templates.process(notification.content().template() + ".txt", context(notification));
	}

	private String message(OutgoingNotification notification, String suffix) {
		NotificationContent content = notification.content();
		// One line, which shows only what it says.
		Object[] arguments = { Printable.of(notification.contact().name()), start(notification), end(notification),
				Printable.of(notification.bookingId()) };
		return this.messages.getMessage(content.template() + suffix, arguments, notification.contact().locale());
	}

	private static Context context(OutgoingNotification notification) {
		Context context = new Context(notification.contact().locale());
		notification.content().details().forEach(context::setVariable);
		context.setVariable("name", notification.contact().name());
		context.setVariable("bookingId", notification.bookingId());
		context.setVariable("start", start(notification));
		context.setVariable("end", end(notification));
		return context;
	}

	private static String start(OutgoingNotification notification) {
		CalendarEntry entry = notification.content().calendarEntry();
		return (entry != null) ? time(notification, entry.start()) : "";
	}

	private static String end(OutgoingNotification notification) {
		CalendarEntry entry = notification.content().calendarEntry();
		return (entry != null) ? time(notification, entry.end()) : "";
	}

	private static String time(OutgoingNotification notification, Instant instant) {
		return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
			.withLocale(notification.contact().locale())
			.format(instant.atZone(notification.contact().timeZone()));
	}

	private static ClassLoaderTemplateResolver resolver(String pattern, TemplateMode mode) {
		ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(
				NotificationTexts.class.getClassLoader());
		resolver.setPrefix("notification/");
		resolver.getResolvablePatternSpec().addPattern(pattern);
		resolver.setTemplateMode(mode);
		resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
		resolver.setCacheable(true);
		return resolver;
	}

}
