package io.bookings.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/**
 * GreenMail on free ports of 127.0.0.1. It accepts mails for all recipients by SMTP. The
 * mailbox of a recipient can be read by IMAP with any password. It answers mails with a
 * configuration set as Amazon SES does.
 */
final class EmbeddedMail implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private final GreenMail server;

	private final SesMailServer ses;

	private EmbeddedMail(GreenMail server, SesMailServer ses) {
		this.server = server;
		this.ses = ses;
	}

	static EmbeddedMail start() {
		GreenMail server = new GreenMail(
				new ServerSetup[] { setup(ServerSetup.PROTOCOL_SMTP), setup(ServerSetup.PROTOCOL_IMAP) });
		server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
		try {
			// The threads of the server inherit this, so that they do not keep the JVM
			// alive.
			CompletableFuture.runAsync(server::start, (start) -> Thread.ofPlatform().daemon().start(start)).join();
			return new EmbeddedMail(server, SesMailServer.start(server.getSmtp().getPort()));
		}
		catch (RuntimeException ex) {
			server.stop();
			throw new SandboxException("The mail server did not start: " + ex.getMessage(), ex);
		}
	}

	private static ServerSetup setup(String protocol) {
		return new ServerSetup(0, HOST, protocol);
	}

	int smtpPort() {
		return this.ses.port();
	}

	/**
	 * @param listener called with each mail that has a configuration set, and its name
	 */
	void onSesMail(BiConsumer<String, SesMailServer.SesMail> listener) {
		this.ses.onAccepted(listener);
	}

	int imapPort() {
		return this.server.getImap().getPort();
	}

	Mailbox mailbox() {
		return new Mailbox(this.server);
	}

	@Override
	public void close() {
		this.ses.close();
		this.server.stop();
	}

}
