/**
 * The common parts of the services' HTTP APIs: authentication, limits, problem details
 * (RFC 9457), pages, and the OpenAPI document.
 */
@NullMarked
package io.bookings.consumer.web;

import org.jspecify.annotations.NullMarked;
