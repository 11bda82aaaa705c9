package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Pattern;

import io.bookings.consumer.log.Printable;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The texts of notifications, in the recipient's language and time zone. For each
 * template, a service provides the files {@code notification/<template>.html} and
 * {@code .txt} and the messages {@code <template>.subject} and {@code <template>.short}
 * in {@code notification/messages*.properties}. Templates and messages can use
 * {@code name}, {@code bookingId}, {@code start}, {@code end} and the content's details.
 * Without a calendar entry, {@code start} and {@code end} are empty. Templates can also
 * use {@code link}, the page where the recipient can act on the booking, if
 * {@code booking.notification.link} is set.
 * <p>
 * All parts of a notification are in one language. A locale whose language is not
 * available gets the default language, also for dates. Each time has its offset from UTC.
 * {@code end} has a date only if the slot does not end on the day on which it starts.
 */
public final class NotificationTexts {

	private static final String MESSAGES = "notification/messages";

	/** No-break spaces and others, which the CLDR uses in times. */
	private static final Pattern SPACE = Pattern.compile("\\p{Zs}");

	private final @Nullable BookingLink link;

	private final Languages languages;

	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

	private final SpringTemplateEngine templates = new SpringTemplateEngine();

	/**
	 * Creates texts from the templates and messages on the class path.
	 * @param link the links to bookings, or {@code null} for texts without one
	 * @throws IllegalStateException if a language does not have all messages
	 */
	public NotificationTexts(@Nullable BookingLink link) {
		this(link, MESSAGES);
	}

	NotificationTexts(@Nullable BookingLink link, String basename) {
		this.link = link;
		this.languages = new Languages(basename, NotificationTexts.class.getClassLoader());
		this.messages.setBasename(basename);
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
	 * Returns the short text, for channels that limit the length. Spaces and punctuation
	 * are those of GSM 03.38: any other character reduces a text message from 160 to 70
	 * characters.
	 * @param notification the notification
	 * @return one or two sentences
	 */
	public String brief(OutgoingNotification notification) {
		return SPACE.matcher(message(notification, ".short"))
			.replaceAll(" ")
			.replaceAll("[‘’]", "'")
			.replaceAll("[“”„]", "\"")
			.replaceAll("[–—]", "-")
			.replace("…", "...");
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
		Locale locale = locale(notification);
		// One line, which shows only what it says.
		Object[] arguments = { Printable.of(notification.contact().name()), start(notification, locale),
				end(notification, locale), Printable.of(notification.bookingId()) };
		return this.messages.getMessage(content.template() + suffix, arguments, locale);
	}

	private Context context(OutgoingNotification notification) {
		Locale locale = locale(notification);
		Context context = new Context(locale);
		notification.content().details().forEach(context::setVariable);
		context.setVariable("name", notification.contact().name());
		context.setVariable("bookingId", notification.bookingId());
		context.setVariable("start", start(notification, locale));
		context.setVariable("end", end(notification, locale));
		if (this.link != null) {
			context.setVariable("link",
					this.link.expand(notification.bookingId(), notification.content().recipientId()));
		}
		return context;
	}

	private Locale locale(OutgoingNotification notification) {
		return this.languages.resolve(notification.contact().locale());
	}

	private static String start(OutgoingNotification notification, Locale locale) {
		CalendarEntry entry = notification.content().calendarEntry();
		return (entry != null)
				? format(entry.start().atZone(notification.contact().timeZone()), FormatStyle.FULL, locale) : "";
	}

	private static String end(OutgoingNotification notification, Locale locale) {
		CalendarEntry entry = notification.content().calendarEntry();
		if (entry == null) {
			return "";
		}
		ZonedDateTime start = entry.start().atZone(notification.contact().timeZone());
		ZonedDateTime end = entry.end().atZone(notification.contact().timeZone());
		return format(end, end.toLocalDate().equals(start.toLocalDate()) ? null : FormatStyle.FULL, locale);
	}

	/**
	 * The offset instead of the name of the zone: it differs in the two hours of the same
	 * name when clocks go back, and abbreviations such as CST and IST stand for several
	 * zones.
	 */
	private static String format(ZonedDateTime time, @Nullable FormatStyle dateStyle, Locale locale) {
		return new DateTimeFormatterBuilder().appendLocalized(dateStyle, FormatStyle.SHORT)
			.appendLiteral(' ')
			.appendLocalizedOffset(TextStyle.SHORT)
			.toFormatter(locale)
			.format(time);
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
