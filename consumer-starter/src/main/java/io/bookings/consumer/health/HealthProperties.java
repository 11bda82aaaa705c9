package io.bookings.consumer.health;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of how the service tells that it is alive.
 *
 * @param livenessSocket path of a Unix domain socket where the image's health check asks,
 * for one service alone; without it there is none
 */
@ConfigurationProperties("booking.health")
public record HealthProperties(@Nullable Path livenessSocket) {

}
