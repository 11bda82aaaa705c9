package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs {@code deploy/aws/check}, which needs Python, cfn-lint and moto.
 */
@DisabledOnOs(OS.WINDOWS)
class AwsTemplatesIntegrationTests {

	private static final int TOOL_MISSING = 75;

	@TempDir
	private Path directory;

	@Test
	void cfnLintFindsNothingAndMotoCreatesTheStacks() throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		Process check = start(output);
		try {
			assertThat(check.waitFor(3, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			check.destroyForcibly();
		}
		String said = Files.readString(output);
		assumeTrue(check.exitValue() != TOOL_MISSING, said);
		assertThat(check.exitValue()).as(said).isZero();
		assertThat(said.lines()).hasSize(6)
			.allMatch((line) -> line.matches("\\S+\\.yaml: created \\d+ of \\d+ resources"));
	}

	private static Process start(Path output) {
		try {
			return new ProcessBuilder("python3", "../deploy/aws/check").redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
		}
		catch (IOException ex) {
			assumeTrue(false, "The templates were not checked, because python3 is not installed.");
			throw new IllegalStateException(ex);
		}
	}

}
