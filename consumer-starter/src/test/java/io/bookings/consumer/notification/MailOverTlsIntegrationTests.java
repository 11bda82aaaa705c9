package io.bookings.consumer.notification;

import java.nio.file.Path;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.consumer.database.TestCertificate;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A mail server that speaks TLS from the first byte on, with a certificate that is
 * trusted or not.
 */
class MailOverTlsIntegrationTests {

	@TempDir
	private static Path directory;

	private static TestCertificate certificate;

	private static GreenMail server;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@BeforeAll
	static void start() throws Exception {
		certificate = TestCertificate.create(directory, "mail");
		System.setProperty("greenmail.tls.keystore.file", certificate.store().toString());
		System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
		server = new GreenMail(ServerSetup.SMTPS.dynamicPort());
		server.start();
	}

	@AfterAll
	static void stop() {
		server.stop();
		System.clearProperty("greenmail.tls.keystore.file");
		System.clearProperty("greenmail.tls.keystore.password");
	}

	@Test
	void aMailGoesToAServerThatIsWhoItSaysItIs() throws Exception {
		try (NotifierFixture notifier = start("spring.mail.ssl.enabled=true", "spring.mail.ssl.bundle=mail",
				"spring.ssl.bundle.pem.mail.truststore.certificate=" + certificate.certificate().toUri())) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			patiently().untilAsserted(() -> assertThat(notifier.statuses()).containsEntry("b-1/email", "SENT"));
			assertThat(server.getReceivedMessages()).hasSize(1);
		}
		server.purgeEmailFromAllMailboxes();
	}

	@Test
	void noMailGoesToAServerThatNobodyVouchesFor() {
		try (NotifierFixture notifier = start("spring.mail.ssl.enabled=true")) {
			notifier.contacts.put("r-1", contact("r-1", "email"));
			notifier.schedule("b-1");
			patiently().until(() -> notifier.failedProbes("email") >= 2);
			assertThat(notifier.channelStatus("email")).isEqualTo("PAUSED");
			assertThat(notifier.history("b-1")).singleElement()
				.asString()
				.startsWith("notification waits: email, the mail server cannot be used: ");
			assertThat(notifier.statuses()).doesNotContainValue("SENT");
			assertThat(server.getReceivedMessages()).isEmpty();
		}
	}

	/**
	 * The server's threads end with an exception when a client does not trust them.
	 */
	private static ConditionFactory patiently() {
		return await().dontCatchUncaughtExceptions().atMost(NotifierFixture.patience());
	}

	private NotifierFixture start(String... settings) {
		String[] all = new String[settings.length + 2];
		System.arraycopy(settings, 0, all, 2, settings.length);
		all[0] = "spring.mail.host=127.0.0.1";
		all[1] = "spring.mail.port=" + server.getSmtps().getPort();
		return NotifierFixture.start(this.service, all);
	}

}
