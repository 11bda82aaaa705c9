package io.bookings.sandbox;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunPortsUnitTests {

	private final String one = Integer.toString(Ports.free());

	private final String other = Integer.toString(Ports.free());

	@Test
	void variablesChooseThePorts() {
		int sqs = Ports.free();
		int check = Ports.free();
		assertThat(RunPorts.from(Map.of("PROVIDER_PORT", this.one, "USER_PORT", this.other, "SANDBOX_SQS_PORT",
				Integer.toString(sqs), "SANDBOX_CHECK_PORT", Integer.toString(check))))
			.isEqualTo(new RunPorts(Map.of(ServiceKind.PROVIDER, Integer.parseInt(this.one), ServiceKind.USER,
					Integer.parseInt(this.other)), sqs, check));
	}

	@Test
	void aPortInUseIsNamedTogetherWithItsVariable() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			String taken = Integer.toString(socket.getLocalPort());
			assertThatExceptionOfType(SandboxException.class)
				.isThrownBy(() -> RunPorts.from(Map.of("PROVIDER_PORT", this.one, "USER_PORT", taken)))
				.withMessageMatching(
						"Port %s is in use by another process: set USER_PORT to a free one, for example USER_PORT=\\d+ sandbox/run"
							.formatted(taken));
		}
	}

	@Test
	void twoServicesCannotShareAPort() {
		assertThatExceptionOfType(SandboxException.class)
			.isThrownBy(() -> RunPorts.from(Map.of("PROVIDER_PORT", this.one, "USER_PORT", this.one)))
			.withMessage("Port %s is set in PROVIDER_PORT and in USER_PORT: change one of them.", this.one);
	}

	@Test
	void anInvalidPortIsRejected() {
		assertThatExceptionOfType(SandboxException.class)
			.isThrownBy(() -> RunPorts.from(Map.of("PROVIDER_PORT", "http")))
			.withMessage("PROVIDER_PORT is 'http', which is not a port from 1 to 65535.");
		assertThatExceptionOfType(SandboxException.class)
			.isThrownBy(() -> RunPorts.from(Map.of("PROVIDER_PORT", "65536")))
			.withMessageStartingWith("PROVIDER_PORT is '65536'");
	}

}
