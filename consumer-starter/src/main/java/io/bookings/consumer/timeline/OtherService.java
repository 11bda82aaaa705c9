package io.bookings.consumer.timeline;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.bookings.consumer.http.OutgoingHttp;
import io.bookings.consumer.timeline.BookingTimeline.Part;
import io.bookings.consumer.timeline.BookingTimeline.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.util.UriUtils;

/**
 * Asks the other service for its part of a timeline. It asks for that part only, so that
 * the services do not ask each other in turn.
 */
class OtherService {

	private static final Logger log = LoggerFactory.getLogger(OtherService.class);

	private final @Nullable URI address;

	private final RestClient client;

	OtherService(TimelineProperties properties, RestClient.Builder builder) {
		this.address = properties.address();
		URI base = this.address;
		if (base != null) {
			builder.requestFactory(OutgoingHttp.requests(properties.timeout())).defaultHeaders((headers) -> {
				OutgoingHttp.addCredentials(headers, base);
				if (!properties.username().isEmpty()) {
					headers.setBasicAuth(properties.username(), properties.password(), StandardCharsets.UTF_8);
				}
			});
		}
		this.client = builder.build();
	}

	/**
	 * Asks for the other service's part.
	 * @return the part, with no entries if there is none
	 */
	BookingTimeline ask(String bookingId) {
		URI base = this.address;
		if (base == null) {
			return none(bookingId, "the other service", State.NOT_SET,
					"Set booking.timeline.url to the address of the other service");
		}
		String name = base.getScheme() + "://" + base.getHost() + ((base.getPort() != -1) ? ":" + base.getPort() : "");
		try {
			BookingTimeline timeline = this.client.get()
				.uri(uri(base, bookingId))
				.accept(MediaType.APPLICATION_JSON)
				.retrieve()
				.body(BookingTimeline.class);
			return (timeline != null && timeline.parts().size() == 1 && timeline.bookingId().equals(bookingId))
					? timeline : none(bookingId, name, State.UNAVAILABLE, "Its answer cannot be used");
		}
		catch (RestClientResponseException ex) {
			boolean unknown = ex.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND) && OutgoingHttp.isJson(ex);
			return unknown ? none(bookingId, name, State.UNKNOWN, null)
					: unavailable(bookingId, name, "It answers HTTP " + OutgoingHttp.said(ex));
		}
		catch (ResourceAccessException ex) {
			return unavailable(bookingId, name, "It does not answer");
		}
		catch (RestClientException | NullPointerException ex) {
			return unavailable(bookingId, name, "Its answer cannot be used");
		}
	}

	private static URI uri(URI base, String bookingId) {
		String path = base.getRawPath();
		return URI
			.create(base.getScheme() + "://" + base.getHost() + ((base.getPort() != -1) ? ":" + base.getPort() : "")
					+ (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + "/bookings/"
					+ UriUtils.encode(bookingId, StandardCharsets.UTF_8) + "/timeline?scope=local");
	}

	private static BookingTimeline unavailable(String bookingId, String name, String detail) {
		log.debug("The other service gave no part of a timeline: {}", detail);
		return none(bookingId, name, State.UNAVAILABLE, detail);
	}

	private static BookingTimeline none(String bookingId, String name, State state, @Nullable String detail) {
		return new BookingTimeline(bookingId, java.util.List.of(new Part(name, state, detail)), java.util.List.of());
	}

}
