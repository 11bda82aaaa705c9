package io.bookings.user;

import java.time.Duration;
import java.time.Instant;

import io.bookings.consumer.task.RetriedTask;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health component {@code directory}: whether the users of bookings can be looked up.
 * It is always up, because the service processes messages without the directory.
 */
@Component
class DirectoryHealthIndicator implements HealthIndicator {

	private final RetriedTask task;

	private final UnresolvedConfirmations unresolved;

	private final DirectoryLookUp directory;

	private final Duration remembered;

	DirectoryHealthIndicator(RetriedTask resolveBooking, UnresolvedConfirmations unresolved, DirectoryLookUp directory,
			BookingDirectoryConfiguration.Properties properties) {
		this.task = resolveBooking;
		this.unresolved = unresolved;
		this.directory = directory;
		// A booking that still fails has failed again by then.
		this.remembered = properties.backOff().max().multipliedBy(2).plus(properties.timeout());
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		UnresolvedConfirmations.Snapshot snapshot = this.unresolved.snapshot();
		// Without work, a past failure is not tested again.
		boolean waiting = snapshot == null || snapshot.number() > 0;
		RetriedTask.Pause pause = waiting ? this.task.pause() : null;
		health.withDetail("lookUps", (pause != null)
				? "paused since %s, next test at %s".formatted(pause.since(), pause.until()) : "running");
		if (snapshot != null) {
			health.withDetail("unresolved", snapshot.number());
			if (snapshot.number() > 0) {
				health.withDetail("oldestUnresolved", snapshot.age().toSeconds() + " s");
			}
		}
		DirectoryLookUp.Failed failed = waiting ? lastFailure() : null;
		if (failed != null) {
			health.withDetail("issue", failed.sentence());
		}
		return health.build();
	}

	private DirectoryLookUp.@Nullable Failed lastFailure() {
		DirectoryLookUp.Failed shared = this.directory.lastShared();
		if (shared != null) {
			return shared;
		}
		DirectoryLookUp.Failed ofOneBooking = this.directory.lastOfOneBooking();
		boolean recent = ofOneBooking != null && ofOneBooking.at().isAfter(Instant.now().minus(this.remembered));
		return recent ? ofOneBooking : null;
	}

}
