package io.bookings.consumer.web;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestConcurrencyLimitUnitTests {

	private final RequestConcurrencyLimit share = new RequestConcurrencyLimit(Duration.ofMillis(1));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void oneRequestTooManyIsAskedToComeAgainAndTheNextOneIsServed() throws Exception {
		for (int i = 0; i < RequestConcurrencyLimit.REQUESTS; i++) {
			assertThat(enter()).isTrue();
		}
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(this::enter)
			.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(503));
		this.share.afterCompletion(this.request, this.response, this, null);
		assertThat(enter()).isTrue();
	}

	private boolean enter() throws InterruptedException {
		return this.share.preHandle(this.request, this.response, this);
	}

}
