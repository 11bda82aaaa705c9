/**
 * Auto-configuration: creates and connects the beans of the other packages, sets defaults
 * of Spring Boot and Spring Cloud AWS, and explains why an application did not start.
 */
@NullMarked
package io.bookings.consumer.autoconfigure;

import org.jspecify.annotations.NullMarked;
