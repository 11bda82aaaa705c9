package io.bookings.consumer.notification;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ContactsIntegrationTests {

	private final JdbcClient jdbc = JdbcClient.create(Sandbox.shared().isolated(SandboxService.Kind.USER).dataSource());

	private final Contacts contacts = new Contacts(this.jdbc, "profile", "id");

	@BeforeEach
	void createTable() {
		this.jdbc.sql("""
				create table profile (id text primary key, name text, email text, phone text, locale text,
					time_zone text, channels text[], updated_at timestamptz, more text)""").update();
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
