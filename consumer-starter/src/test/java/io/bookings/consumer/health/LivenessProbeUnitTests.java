package io.bookings.consumer.health;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LivenessProbeUnitTests {

	private volatile boolean alive = true;

	private Path path;

	private LivenessSocket socket;

	@BeforeEach
	void open(@TempDir Path directory) {
		this.path = directory.resolve("liveness.sock");
		this.socket = new LivenessSocket(this.path, () -> this.alive);
		this.socket.open();
	}

	@AfterEach
	void close() throws IOException {
		this.socket.destroy();
	}

	@Test
	void theServicesAnswerDecides() throws Exception {
		assertThat(probe()).isEqualTo(new Answer(0, "The service at %s answers 'UP'".formatted(this.path)));
		this.alive = false;
		assertThat(probe()).isEqualTo(new Answer(1, "The service at %s answers 'DOWN'".formatted(this.path)));
	}

	@Test
	void whereNobodyAnswersNobodyIsAlive() throws Exception {
		this.socket.destroy();
		assertThat(this.path).doesNotExist();
		assertThat(probe().exitCode()).isOne();
	}

	@Test
	void whoCannotSayItIsNotAlive() throws Exception {
		this.socket.destroy();
		this.socket = new LivenessSocket(this.path, () -> {
			throw new IllegalStateException();
		});
		this.socket.open();
		assertThat(probe()).isEqualTo(new Answer(1, "The service at %s answers ''".formatted(this.path)));
	}

	@Test
	void aFrozenServiceIsNotWaitedFor() throws Exception {
		this.socket.destroy();
		try (ServerSocketChannel frozen = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			frozen.bind(UnixDomainSocketAddress.of(this.path));
			assertThat(probe())
				.isEqualTo(new Answer(1, "The service at %s does not answer within 3000 ms".formatted(this.path)));
		}
	}

	@Test
	void theSocketOfAServiceThatWasKilledIsReplaced() throws Exception {
		LivenessSocket next = new LivenessSocket(this.path, () -> true);
		next.open();
		assertThat(probe().exitCode()).isZero();
		next.destroy();
	}

	@Test
	void aPathThatCannotBeWrittenToIsNamedAndNoReasonToFail(CapturedOutput output) throws IOException {
		LivenessSocket unwritable = new LivenessSocket(Path.of("/nowhere/liveness.sock"), () -> true);
		unwritable.open();
		unwritable.destroy();
		assertThat(output).contains("the socket /nowhere/liveness.sock cannot be opened",
				"set booking.health.liveness-socket to another path");
	}

	@Test
	void theImageSetsThePath() throws IOException {
		assertThat(Files.readString(Path.of("../Dockerfile")))
			.containsPattern("ENV .*BOOKING_HEALTH_LIVENESS_SOCKET=/tmp/");
	}

	private Answer probe() throws Exception {
		return probe(this.path);
	}

	/**
	 * As an image does it: with this one class, and nothing else, on the class path.
	 */
	private static Answer probe(Path path) throws Exception {
		Path classes = Path
			.of(new URI(LivenessProbe.class.getProtectionDomain().getCodeSource().getLocation().toString()));
		Path image = Files.createDirectories(path.resolveSibling("probe/io/bookings/consumer/health"));
		Path file = image.resolve("LivenessProbe.class");
		if (!Files.exists(file)) {
			Files.copy(classes.resolve("io/bookings/consumer/health/LivenessProbe.class"), file);
		}
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", path.resolveSibling("probe").toString(),
				LivenessProbe.class.getName())
			.redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().put("BOOKING_HEALTH_LIVENESS_SOCKET", path.toString());
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return new Answer(process.exitValue(), output);
	}

	private record Answer(int exitCode, String output) {

	}

}
