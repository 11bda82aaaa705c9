package io.bookings.sandbox;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InfrastructureUnitTests {

	@Test
	void eachInfrastructureHasAName() {
		assertThat(Infrastructure.named("sandbox")).isEqualTo(Infrastructure.SANDBOX);
		assertThat(Infrastructure.named("containers")).isEqualTo(Infrastructure.CONTAINERS);
	}

	@Test
	void anUnknownNameIsReportedWithThePropertyAndTheKnownNames() {
		assertThatExceptionOfType(SandboxException.class).isThrownBy(() -> Infrastructure.named("docker"))
			.withMessage("it.infrastructure is 'docker': set it to sandbox or to containers.");
	}

}
