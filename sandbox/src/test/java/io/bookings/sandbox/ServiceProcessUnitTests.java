package io.bookings.sandbox;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServiceProcessUnitTests {

	@Test
	void aJarThatIsNotBuiltIsNamedTogetherWithTheCommandThatBuildsIt(@TempDir Path root) {
		assertThatExceptionOfType(SandboxException.class).isThrownBy(() -> ServiceProcess.jar(root, ServiceKind.USER))
			.withMessage(
					"%s/user-consumer/target/extracted/user-consumer.jar is missing: start with sandbox/run, which builds it.",
					root);
	}

}
