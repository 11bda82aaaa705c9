package io.bookings.consumer.notification.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

class PooledMailSenderUnitTests {

	/**
	 * A half-open connection gets no reply. With ten of them, a stop would last ten times
	 * the read time-out, and the service would be killed.
	 */
	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aCloseDoesNotWaitForTheReplyToQuit() throws Exception {
		try (SilentAtQuit server = new SilentAtQuit()) {
			JavaMailSenderImpl settings = new JavaMailSenderImpl();
			settings.setHost(InetAddress.getLoopbackAddress().getHostAddress());
			settings.setPort(server.port());
			PooledMailSender sender = new PooledMailSender(settings);
			SimpleMailMessage mail = new SimpleMailMessage();
			mail.setFrom("bookings@example.org");
			mail.setTo("provider@example.org");
			mail.setText("A booking");
			sender.send(mail);
			sender.close();
			assertThat(server.lastCommands.take()).isEqualTo("QUIT");
		}
	}

	/** An SMTP server for one connection that accepts mails and does not answer QUIT. */
	private static final class SilentAtQuit implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

		private final BlockingQueue<String> lastCommands = new LinkedBlockingQueue<>();

		SilentAtQuit() throws IOException {
			Thread.ofVirtual().start(this::serve);
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void serve() {
			try (Socket client = this.server.accept()) {
				BufferedReader in = new BufferedReader(
						new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
				OutputStream out = client.getOutputStream();
				reply(out, "220 ready");
				boolean content = false;
				for (String line = in.readLine(); line != null; line = in.readLine()) {
					if (line.equals("QUIT")) {
						this.lastCommands.add(line);
					}
					else if (content && line.equals(".")) {
						content = false;
						reply(out, "250 accepted");
					}
					else if (line.equals("DATA")) {
						content = true;
						reply(out, "354 go on");
					}
					else if (!content) {
						reply(out, "250 ok");
					}
				}
			}
			catch (IOException ex) {
				// The test has ended.
			}
		}

		private static void reply(OutputStream out, String line) throws IOException {
			out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
			out.flush();
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
