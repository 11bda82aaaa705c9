package io.bookings.consumer.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Reads the overview from the health components, the metrics and what background tasks
 * have read, without queries of its own.
 */
class OverviewReader {

	private static final List<String> WAITS_FOR = List.of("contact", "channel", "delivery");

	/** Shown by their own parts of the overview, or not worth a look. */
	private static final List<String> COMPONENTS = List.of("queue", "poll", "db", "notification", "directory",
			"deadLetters");

	private final HealthContributorRegistry health;

	private final MeterRegistry meters;

	private final OutcomeHistory outcomes;

	private final Instances instances;

	private final Runbook runbook;

	OverviewReader(HealthContributorRegistry health, MeterRegistry meters, OutcomeHistory outcomes, Instances instances,
			Runbook runbook) {
		this.health = health;
		this.meters = meters;
		this.outcomes = outcomes;
		this.instances = instances;
		this.runbook = runbook;
	}

	Overview read() {
		Map<String, Health> components = components();
		return new Overview(Instant.now(), status(components), queue(components), issues(components),
				this.outcomes.lastHour(), channels(components), waiting(), directory(components),
				components.entrySet()
					.stream()
					.map((entry) -> new Overview.Component(entry.getKey(), entry.getValue().getStatus().getCode()))
					.toList(),
				this.instances.listed());
	}

	private Map<String, Health> components() {
		Map<String, Health> components = new TreeMap<>();
		for (String name : COMPONENTS) {
			if (this.health.getContributor(name) instanceof HealthIndicator indicator) {
				Health state = indicator.health(true);
				components.put(name, (state != null) ? state : Health.unknown().build());
			}
		}
		return components;
	}

	/**
	 * The status of readiness and of polling.
	 */
	private static String status(Map<String, Health> components) {
		return Stream.of("db", "poll", "queue")
			.map(components::get)
			.filter(Objects::nonNull)
			.map(Health::getStatus)
			.filter((status) -> !status.equals(Status.UP))
			.map(Status::getCode)
			.findFirst()
			.orElse(Status.UP.getCode());
	}

	private Overview.Queue queue(Map<String, Health> components) {
		Map<String, Object> details = details(components, "queue");
		return new Overview.Queue(text(details.get("url")), number(details.get("visible")),
				number(details.get("inFlight")), number(details.get("delayed")), number(details.get("deadLetters")),
				gauge("booking.open.dead.letters"), number(details.get("held")), gauge("booking.in.flight"), age(),
				Objects.requireNonNullElse(text(details.get("polling")), "not known yet"),
				text(details.get("sinceLastPoll")));
	}

	private @Nullable String age() {
		Timer dwell = this.meters.find("booking.dwell").timer();
		double max = (dwell != null) ? dwell.max(TimeUnit.MILLISECONDS) : 0;
		return (max > 0) ? Overview.show(Duration.ofMillis(Math.round(max))) : null;
	}

	private List<Overview.Issue> issues(Map<String, Health> components) {
		List<Overview.Issue> issues = new ArrayList<>();
		Health database = components.get("db");
		if (database != null && !database.getStatus().equals(Status.UP)) {
			issues.add(new Overview.Issue("db", "The database does not answer: check it, the network and the pool",
					this.runbook.link("bookingpollingpaused")));
		}
		Health poll = components.get("poll");
		if (poll != null && poll.getStatus().equals(Status.DOWN)) {
			issues.add(new Overview.Issue("poll", "Polling has stalled: restart this instance",
					this.runbook.link("bookingnopolls")));
		}
		String polling = text(details(components, "queue").get("polling"));
		if (polling != null && polling.startsWith("paused")) {
			issues.add(new Overview.Issue("queue", "Polling is " + polling, this.runbook.link("bookingpollingpaused")));
		}
		components.forEach((name, component) -> {
			sentences(component.getDetails().get("issues")).forEach((sentence) -> issues.add(issue(name, sentence)));
			sentences(component.getDetails().get("issue")).forEach((sentence) -> issues.add(issue(name, sentence)));
		});
		details(components, "notification").forEach((channel, sentence) -> {
			if (String.valueOf(sentence).startsWith("paused")) {
				issues.add(new Overview.Issue("notification", "Channel " + channel + " is " + sentence,
						this.runbook.link("bookingnotificationchannelpaused")));
			}
		});
		return issues;
	}

	private Overview.Issue issue(String component, String sentence) {
		return new Overview.Issue(component, sentence, this.runbook.find(sentence));
	}

	private static List<String> sentences(@Nullable Object detail) {
		return switch (detail) {
			case null -> List.of();
			case Collection<?> several -> several.stream().map(String::valueOf).toList();
			default -> List.of(detail.toString());
		};
	}

	private List<Overview.Channel> channels(Map<String, Health> components) {
		return details(components, "notification").entrySet().stream().map((entry) -> {
			String sentence = String.valueOf(entry.getValue());
			String name = entry.getKey();
			return new Overview.Channel(name, sentence.split("[ :]", 2)[0], sentence,
					gauge("booking.notification.channel.waiting", "channel", name), attempts(name, "sent"),
					attempts(name, "failed"));
		}).toList();
	}

	private @Nullable Long attempts(String channel, String status) {
		return value(cumulative().find("booking.notifications").tags("channel", channel, "status", status),
				Counter.class, Counter::count);
	}

	/**
	 * A registry whose counters count from the start. Others, such as that of CloudWatch,
	 * count the last minute.
	 */
	private MeterRegistry cumulative() {
		return (this.meters instanceof CompositeMeterRegistry composite) ? composite.getRegistries()
			.stream()
			.filter((registry) -> !(registry instanceof StepMeterRegistry))
			.findFirst()
			.orElse(this.meters) : this.meters;
	}

	private List<Overview.Waiting> waiting() {
		List<Overview.Waiting> waiting = new ArrayList<>();
		for (String what : WAITS_FOR) {
			Long seconds = value(this.meters.find("booking.notification.oldest.pending").tag("waits.for", what),
					TimeGauge.class, (gauge) -> gauge.value(TimeUnit.SECONDS));
			if (seconds != null) {
				waiting
					.add(new Overview.Waiting(what, (seconds > 0) ? Overview.show(Duration.ofSeconds(seconds)) : null));
			}
		}
		return waiting;
	}

	private static Overview.@Nullable Directory directory(Map<String, Health> components) {
		if (!components.containsKey("directory")) {
			return null;
		}
		Map<String, Object> details = details(components, "directory");
		return new Overview.Directory(String.valueOf(details.get("lookUps")), number(details.get("unresolved")),
				text(details.get("oldestUnresolved")));
	}

	private static Map<String, Object> details(Map<String, Health> components, String name) {
		Health component = components.get(name);
		return (component != null) ? component.getDetails() : Map.of();
	}

	private @Nullable Long gauge(String name, String... tags) {
		return value(this.meters.find(name).tags(tags), Gauge.class, Gauge::value);
	}

	/**
	 * The value of a meter, or {@code null} if it does not exist or is not known yet.
	 */
	private static <M extends Meter> @Nullable Long value(Search search, Class<M> type, ToDoubleFunction<M> value) {
		return search.meters()
			.stream()
			.filter(type::isInstance)
			.map((meter) -> value.applyAsDouble(type.cast(meter)))
			.filter((number) -> !number.isNaN())
			.map(Math::round)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Long number(@Nullable Object detail) {
		return (detail instanceof Number number) ? number.longValue() : null;
	}

	private static @Nullable String text(@Nullable Object detail) {
		return (detail != null) ? detail.toString() : null;
	}

}
