package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("database")
class ContactsIntegrationTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private static final String K1 = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private static final String K2 = "k2:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

	private final HikariDataSource dataSource = pool(Sandbox.shared().isolated(ServiceKind.USER));

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final Contacts contacts = new Contacts(this.jdbc, "profile", "id");

	private static HikariDataSource pool(SandboxService service) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(service.dataSource());
		return new HikariDataSource(config);
	}

	@AfterEach
	void closePool() {
		this.dataSource.close();
	}

	@BeforeEach
	void createTable() {
		this.jdbc
			.sql("""
					create table profile (id text primary key, name text, email text, phone text, locale text,
						time_zone text, channels text[], updated_at timestamptz, email_suppressed text, email_suppressed_at timestamptz,
						more text)""")
			.update();
	}

	@Test
	void theFirstContactIsNewAndTheNextReplacesIt() {
		assertThat(this.contacts.put("r-1", contact("first"))).isTrue();
		assertThat(this.contacts.put("r-1", contact("second"))).isFalse();
		assertThat(this.contacts.find("r-1")).contains(contact("second"));
		assertThat(this.contacts.remove("r-1")).isTrue();
		assertThat(this.contacts.put("r-1", contact("third"))).isTrue();
	}

	@Test
	void aRowWithoutANameIsNoContactAndKeepsWhatElseItHolds() {
		this.jdbc.sql("insert into profile (id, more) values ('r-1', 'kept')").update();
		assertThat(this.contacts.put("r-1", contact("first"))).isTrue();
		assertThat(this.contacts.put("r-1", contact("second"))).isFalse();
		assertThat(this.jdbc.sql("select more from profile").query(String.class).single()).isEqualTo("kept");
	}

	@Test
	void anAddressIsSuppressedUntilTheContactIsPutAgain() {
		this.contacts.put("r-1", contact("first"));
		String email = String.valueOf(contact("first").email());
		assertThat(this.contacts.emailSuppression("r-1")).isEmpty();
		EmailSuppression bounced = new EmailSuppression(EmailSuppression.Reason.BOUNCED, NOON);
		this.contacts.suppressEmail("r-1", List.of("another@example.org"), bounced);
		this.contacts.suppressEmail("r-2", List.of(email), bounced);
		assertThat(this.contacts.emailSuppression("r-1")).isEmpty();
		this.contacts.suppressEmail("r-1", List.of("another@example.org", email), bounced);
		assertThat(this.contacts.emailSuppression("r-1")).contains(bounced);
		this.contacts.put("r-1", contact("first"));
		assertThat(this.contacts.emailSuppression("r-1")).isEmpty();
	}

	@Test
	void aComplaintPrevailsAndThenTheEarliestInAnyOrder() {
		String email = String.valueOf(contact("first").email());
		List<EmailSuppression> suppressions = List.of(
				new EmailSuppression(EmailSuppression.Reason.BOUNCED, NOON.minusSeconds(60)),
				new EmailSuppression(EmailSuppression.Reason.COMPLAINED, NOON),
				new EmailSuppression(EmailSuppression.Reason.COMPLAINED, NOON.plusSeconds(60)));
		for (List<EmailSuppression> order : List.of(suppressions, suppressions.reversed(),
				List.of(suppressions.get(2), suppressions.get(0), suppressions.get(1)))) {
			this.contacts.put("r-1", contact("first"));
			order.forEach((suppression) -> this.contacts.suppressEmail("r-1", List.of(email), suppression));
			assertThat(this.contacts.emailSuppression("r-1")).contains(suppressions.get(1));
		}
	}

	@Test
	void exactlyOneOfSeveralFirstPutsIsNew() {
		Executor threads = (put) -> Thread.ofVirtual().start(put);
		for (int i = 0; i < 50; i++) {
			String id = "r-" + i;
			if (i % 2 == 0) {
				this.jdbc.sql("insert into profile (id) values (?)").param(id).update();
			}
			List<CompletableFuture<Boolean>> puts = IntStream.range(0, 6)
				.mapToObj((n) -> CompletableFuture.supplyAsync(() -> this.contacts.put(id, contact("n-" + n)), threads))
				.toList();
			assertThat(puts.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(true, false, false, false,
					false, false);
			assertThat(this.contacts.find(id)).isPresent();
		}
	}

	@Test
	void aPutThatMeetsARemovalStillStores() {
		Executor threads = (put) -> Thread.ofVirtual().start(put);
		for (int i = 0; i < 50; i++) {
			this.contacts.put("r-1", contact("first"));
			CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(() -> this.contacts.remove("r-1"),
					threads);
			boolean created = this.contacts.put("r-1", contact("second"));
			assertThat(removal.join()).isTrue();
			// Created after the removal, or replaced before it.
			assertThat(this.contacts.find("r-1").isPresent()).isEqualTo(created);
		}
	}

	@Test
	void aRotationUnderLoadFailsNoRead() {
		Contacts before = with("plain," + K1);
		Contacts first = with(K1);
		Contacts second = with(K1 + "," + K2);
		Contacts third = with(K2 + "," + K1);
		IntStream.range(0, 300).forEach((i) -> before.put("r-" + i, contact("plain")));
		AtomicBoolean running = new AtomicBoolean(true);
		List<Contacts> instances = new CopyOnWriteArrayList<>(List.of(before, first));
		AtomicInteger reads = new AtomicInteger();
		CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
			for (int i = 0; running.get(); i++) {
				Contacts instance = instances.get(i % instances.size());
				assertThat(instance.find("r-" + i % 300)).isPresent();
				instances.get(i / 7 % instances.size()).put("r-" + (i * 31) % 300, contact("written-" + i));
				reads.incrementAndGet();
			}
		}, Thread::startVirtualThread);
		encrypt(first, reads);
		instances.set(0, second); // a rolling update: instances of two versions at a time
		encrypt(first, reads);
		instances.set(1, third);
		encrypt(third, reads);
		instances.set(0, third);
		encrypt(third, reads);
		running.set(false);
		load.join();
		third.encryptAll();
		assertThat(this.jdbc
			.sql("select count(*) from profile where name like 'aes-gcm:k2:%' and email like 'aes-gcm:k2:%'")
			.query(Integer.class)
			.single()).isEqualTo(300);
		Contacts last = with(K2);
		IntStream.range(0, 300).forEach((i) -> assertThat(last.find("r-" + i)).isPresent());
		// The load has written it in its second round.
		last.suppressEmail("r-31", List.of(String.valueOf(last.find("r-31").orElseThrow().email())),
				new EmailSuppression(EmailSuppression.Reason.BOUNCED, NOON));
		assertThat(last.emailSuppression("r-31")).isPresent();
		assertThat(last.row("r-31").orElseThrow().toString()).contains("written-").doesNotContain("aes-gcm");
		with("plain," + K2).encryptAll();
		assertThat(this.contacts.find("r-31")).isEqualTo(last.find("r-31"));
	}

	@Test
	void anAddressIsSuppressedThoughItIsEncryptedAnewMeanwhile() {
		with(K1).put("r-1", contact("first"));
		Contacts rotated = with(K2 + "," + K1);
		EmailSuppression bounced = new EmailSuppression(EmailSuppression.Reason.BOUNCED, NOON);
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		CompletableFuture<Void> suppressed = transaction.execute((status) -> {
			rotated.encryptAll();
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(
					() -> rotated.suppressEmail("r-1", List.of(String.valueOf(contact("first").email())), bounced),
					Thread::startVirtualThread);
			await().atMost(NotifierFixture.patience())
				.until(() -> this.jdbc.sql(
						"select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
					.query(Integer.class)
					.single() == 1);
			return waiting;
		});
		suppressed.join();
		assertThat(rotated.emailSuppression("r-1")).contains(bounced);
	}

	private Contacts with(String keys) {
		return new Contacts(this.jdbc, "profile", "id", ContactCipher.of(keys));
	}

	private static void encrypt(Contacts instance, AtomicInteger reads) {
		int before = reads.get();
		instance.encryptAll();
		await().atMost(NotifierFixture.patience()).until(() -> reads.get() > before + 50);
	}

	private static Contact contact(String id) {
		return TestNotifier.contact(id, "email");
	}

}
