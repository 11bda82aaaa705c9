package io.bookings.consumer.health;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the liveness check of images.
 *
 * @param livenessSocket path of the Unix domain socket that the image's health check
 * connects to, different for each service; not opened by default
 */
@ConfigurationProperties("booking.health")
public record HealthProperties(@Nullable Path livenessSocket) {

}
