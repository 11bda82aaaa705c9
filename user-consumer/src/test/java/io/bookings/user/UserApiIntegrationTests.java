package io.bookings.user;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.DataPage;
import io.bookings.sandbox.OpenApiFile;
import io.bookings.sandbox.RequestFile;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.ServiceKind;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.bookings.sandbox.RunningApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("database")
class UserApiIntegrationTests {

	private static final String CONTACT = """
			{"name": "Zoe & <b>Sons</b>", "email": "zoe@example.org", "phone": "+491701234567", "locale": "de-DE",
			"timeZone": "Europe/Berlin", "channels": ["email", "sms"]}""";

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private static RunningApi api;

	@BeforeAll
	static void start() {
		api = RunningApi.start(UserConsumerApplication.class, ServiceKind.USER);
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void aConfirmationIsTheUsersOnceItIsKnownWhoThatIs() {
		api.service().send(BookingEventCodec.encode(new BookingConfirmed("b-1", "provider-1", NOON, NOON)));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> api.get("/bookings/b-1/history").expectStatus().isOk());
		assertThat(page("/users/u-1/bookings").items()).isEmpty();
		new TransactionTemplate(api.bean(PlatformTransactionManager.class)).executeWithoutResult((status) -> api
			.bean(EntityManager.class)
			.find(BookingConfirmation.class, "b-1")
			.resolve(new BookingDirectory.Entry("b-1", "u-1", "slot-1", NOON.plusSeconds(60), NOON.plusSeconds(120))));
		api.get("/users/u-1/bookings").expectStatus().isOk().expectBody().json("""
				{"items": [{"bookingId": "b-1", "providerId": "provider-1", "acceptedAt": "2026-11-23T12:00:00Z",
				"slotId": "slot-1", "slotStart": "2026-11-23T12:01:00Z", "slotEnd": "2026-11-23T12:02:00Z"}]}""");
	}

	@Test
	void theBookingsOfAUserArePagedWithoutLossOrRepeatWhileOthersCome() {
		// Five bookings for each time, so that pages end between equals.
		IntStream.range(0, 45).forEach((i) -> store("page-" + i, "u-p", NOON.plusSeconds(i / 5)));
		store("other", "u-q", NOON);
		List<String> seen = new ArrayList<>();
		int late = 0;
		String after = "";
		while (true) {
			BookingPage page = page("/users/u-p/bookings?limit=7" + after);
			assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
			page.items().forEach((item) -> seen.add(item.bookingId()));
			if (page.next() == null) {
				break;
			}
			after = "&after=" + page.next();
			store("late-" + late++, "u-p", NOON.plusSeconds(60)); // before all
			store("late-" + late++, "u-p", page.items().getFirst().acceptedAt()); // beside
		}
		assertThat(seen).doesNotHaveDuplicates()
			.containsAll(IntStream.range(0, 45).mapToObj((i) -> "page-" + i).toList())
			.doesNotContain("other");
		assertThat(page("/users/u-p/bookings?limit=100").items())
			.isSortedAccordingTo((one, other) -> other.acceptedAt().compareTo(one.acceptedAt()))
			.hasSize(45 + late);
	}

	@Test
	void theIndexServesThePages() {
		List<String> plan = JdbcClient.create(api.service().dataSource()).sql("""
				explain (costs off) select * from booking_confirmation
				where user_id = 'u' and (accepted_at, booking_id) < (now(), 'b')
				order by accepted_at desc, booking_id desc limit 21""").query(String.class).list();
		assertThat(String.join("\n", plan)).contains("Index Scan Backward using booking_confirmation_of_user")
			.doesNotContain("Sort");
	}

	@Test
	void thePageOfPersonalDataListsEveryColumn() {
		assertThat(DataPage.documented(Path.of(".."), ServiceKind.USER))
			.isEqualTo(DataPage.columns(api.service().dataSource()));
	}

	@ParameterizedTest
	@CsvSource({ "/users/u/bookings?limit=0,400", "/users/u/bookings?limit=101,400", "/users/u/bookings?after=x,400",
			"/users/%20/bookings,400", "/bookings/unknown/history,404", "/users/unknown/profile,404", "/users,404",
			"/booking-requests/b-1,404", "/notifications?status=LOST,400", "/notifications/0,404" })
	void badQuestionsGetAProblem(String uri, int status) {
		assertProblem(api.get(uri), HttpStatus.valueOf(status));
	}

	@Test
	void aSuppressedAddressIsShownUntilTheContactIsPutAgain() {
		api.put("/users/p-s/profile", CONTACT).expectStatus().isCreated();
		api.get("/users/p-s/profile").expectBody().jsonPath("$.emailSuppression").doesNotExist();
		api.bean(Contacts.class)
			.suppressEmail("p-s", List.of("zoe@example.org"),
					new EmailSuppression(EmailSuppression.Reason.COMPLAINED, NOON));
		api.get("/users/p-s/profile").expectBody().json(CONTACT).json("""
				{"emailSuppression": {"reason": "COMPLAINED", "since": "2026-11-23T12:00:00Z"}}""");
		api.put("/users/p-s/profile", CONTACT).expectStatus().isOk();
		api.get("/users/p-s/profile").expectBody().jsonPath("$.emailSuppression").doesNotExist();
	}

	@Test
	void aProfileIsCreatedReplacedShownAndForgotten() {
		api.put("/users/p-1/profile", CONTACT).expectStatus().isCreated().expectBody().json(CONTACT);
		api.put("/users/p-1/profile", CONTACT).expectStatus().isOk();
		api.get("/users/p-1/profile")
			.expectStatus()
			.isOk()
			.expectBody()
			.json(CONTACT)
			.jsonPath("$.confirmedBookings")
			.isEqualTo(0);
		api.delete("/users/p-1/profile").expectStatus().isNoContent();
		assertProblem(api.delete("/users/p-1/profile"), HttpStatus.NOT_FOUND);
		assertProblem(api.get("/users/p-1/profile"), HttpStatus.NOT_FOUND);
		assertThat(JdbcClient.create(api.service().dataSource())
			.sql("select count(*) from user_profile where user_id = 'p-1'")
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void confirmationsCountWithAndWithoutAContact() {
		UserProfiles profiles = api.bean(UserProfiles.class);
		profiles.countConfirmation("p-2", NOON);
		profiles.countConfirmation("p-2", NOON.minusSeconds(60));
		api.get("/users/p-2/profile")
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"confirmedBookings": 2, "lastConfirmedAt": "2026-11-23T12:00:00Z"}""")
			.jsonPath("$.name")
			.doesNotExist();
		assertThat(api.bean(Contacts.class).find("p-2")).isEmpty();
		api.put("/users/p-2/profile", CONTACT).expectStatus().isCreated();
		profiles.countConfirmation("p-2", NOON.plusSeconds(60));
		api.get("/users/p-2/profile").expectBody().json(CONTACT).json("""
				{"confirmedBookings": 3, "lastConfirmedAt": "2026-11-23T12:01:00Z"}""");
		assertThat(api.bean(Contacts.class).find("p-2")).map(Contact::phone).hasValue("+491701234567");
	}

	@Test
	void whatWasShownMayBeSentBack() {
		api.put("/users/p-3/profile", CONTACT).expectStatus().isCreated();
		String shown = new String(api.get("/users/p-3/profile").expectBody().returnResult().getResponseBody());
		api.put("/users/p-3/profile", shown.replace("\"confirmedBookings\":0", "\"confirmedBookings\":9"))
			.expectStatus()
			.isOk();
		api.get("/users/p-3/profile").expectBody().json(CONTACT).jsonPath("$.confirmedBookings").isEqualTo(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b.example\\r\\nBcc: c@d.example", "a@b.example\\nX: y", "a\\u0000@b.example", "a b",
			"a@", "Zoe <a@b.example>", "" })
	void addressesThatWouldDoHarmAreRefused(String email) {
		assertProblem(api.put("/users/p-4/profile", CONTACT.replace("zoe@example.org", email)), HttpStatus.BAD_REQUEST);
		assertProblem(api.get("/users/p-4/profile"), HttpStatus.NOT_FOUND);
	}

	@Test
	void theFileOfTheDocumentDescribesTheControllers() throws IOException {
		OpenApiFile.assertDescribes(UserConsumerApplication.class, ServiceKind.USER);
	}

	@Test
	void theDocumentListsEveryPath() {
		api.get("/v3/api-docs")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.info.title")
			.isEqualTo("user-consumer")
			.jsonPath("$.components.securitySchemes.basic.scheme")
			.isEqualTo("basic")
			.jsonPath("$.components.schemas.Profile.properties.email")
			.exists()
			.jsonPath("$.paths['/users/{userId}/profile'].get")
			.exists()
			.jsonPath("$.paths['/users/{userId}/profile'].put.responses['201'].content['application/json']")
			.exists()
			.jsonPath("$.paths['/users/{userId}/profile'].put.responses['200'].content['application/json']")
			.exists()
			.jsonPath("$.paths['/users/{userId}/profile'].delete")
			.exists()
			.jsonPath("$.paths['/users/{userId}/bookings'].get")
			.exists()
			.jsonPath("$.paths['/bookings/{bookingId}/history'].get")
			.exists()
			.jsonPath("$.paths['/notifications'].get")
			.exists()
			.jsonPath("$.paths['/notifications/{id}'].get")
			.exists()
			.jsonPath("$.paths['/notifications/{id}/resend'].post")
			.exists()
			.jsonPath("$.paths['/notifications/resend'].post")
			.exists();
	}

	@Test
	void eachRequestOfTheFileGetsTheStatusThatItExpects() {
		api.service().send(BookingEventCodec.encode(new BookingConfirmed("test-123", "provider-789", NOON, NOON)));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> api.get("/bookings/test-123/history").expectStatus().isOk());
		// Without a booking directory, no booking has a notification.
		JdbcClient.create(api.service().dataSource()).sql("""
				insert into notification (id, booking_id, event_type) overriding system value
				values (1, 'test-123', 'BOOKING_CONFIRMED') on conflict do nothing""").update();
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> api.get("/actuator/health").expectStatus().isOk());
		assertThat(requests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.send()).as("%s", request).isEqualTo(request.expectedStatus()));
	}

	@Test
	void theFileHasARequestForEachOperation() {
		List<RequestFile.Request> requests = requests();
		assertThat(api.operations()).isNotEmpty()
			.allSatisfy((path, methods) -> assertThat(methods).isNotEmpty()
				.allSatisfy((method) -> assertThat(requests).as("%s %s", method, path)
					.anyMatch((request) -> request.calls(method, path))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users/u/bookings", "/users/u/profile", "/bookings/b-1/history", "/notifications",
			"/v3/api-docs" })
	void nobodyReadsWithoutCredentials(String uri) {
		assertProblem(api.getWithoutCredentials(uri), HttpStatus.UNAUTHORIZED);
	}

	private static List<RequestFile.Request> requests() {
		return api.requests("user");
	}

	private static void store(String bookingId, String userId, Instant acceptedAt) {
		JdbcClient.create(api.service().dataSource())
			.sql("""
					insert into booking_confirmation (booking_id, provider_id, accepted_at, user_id, received_at)
					values (:bookingId, 'p', :acceptedAt, :userId, now())""")
			.param("bookingId", bookingId)
			.param("userId", userId)
			.param("acceptedAt", acceptedAt.atOffset(ZoneOffset.UTC))
			.update();
	}

	private static BookingPage page(String uri) {
		return api.get(uri).expectStatus().isOk().expectBody(BookingPage.class).returnResult().getResponseBody();
	}

	record BookingPage(List<UserBooking> items, String next) {

	}

}
