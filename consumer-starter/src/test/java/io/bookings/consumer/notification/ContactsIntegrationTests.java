package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ContactsIntegrationTests {

	private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

	private final JdbcClient jdbc = JdbcClient.create(Sandbox.shared().isolated(ServiceKind.USER).dataSource());

	private final Contacts contacts = new Contacts(this.jdbc, "profile", "id");

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

	private static Contact contact(String id) {
		return TestNotifier.contact(id, "email");
	}

}
