package io.bookings.provider;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.EmailSuppression;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.OpenApiFile;
import io.bookings.sandbox.RequestFile;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.sandbox.RunningApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("database")
class ProviderApiIntegrationTests {

	private static final String CONTACT = """
			{"name": "Zoe & <b>Sons</b>", "email": "zoe@example.org", "phone": "+491701234567", "locale": "de-DE",
			"timeZone": "Europe/Berlin", "channels": ["email", "sms"]}""";

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private static RunningApi api;

	@BeforeAll
	static void start() {
		api = RunningApi.start(ProviderConsumerApplication.class, ServiceKind.PROVIDER);
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void aBookingRequestIsShownOnceItsEventHasCome() {
		api.get("/booking-requests/b-1").expectStatus().isNotFound();
		api.service()
			.send(BookingEventCodec.encode(new BookingCreated("b-1", "user-1", "provider-1", "slot-1", NOON,
					NOON.plusSeconds(3600), NOON.minusSeconds(60))));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> api.get("/booking-requests/b-1").expectStatus().isOk().expectBody().json("""
					{"bookingId": "b-1", "userId": "user-1", "providerId": "provider-1", "slotId": "slot-1",
					"slotStart": "2026-11-23T12:00:00Z", "slotEnd": "2026-11-23T13:00:00Z",
					"requestedAt": "2026-11-23T11:59:00Z"}""").jsonPath("$.receivedAt").isNotEmpty());
		api.get("/bookings/b-1/history")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.entries[0].what")
			.isEqualTo("stored");
	}

	@Test
	void theRequestsOfAProviderArePagedWithoutLossOrRepeatWhileOthersCome() {
		// Five requests for each start, so that pages end between equals.
		IntStream.range(0, 45).forEach((i) -> store("page-" + i, "provider-p", NOON.plusSeconds(i / 5)));
		store("other", "provider-q", NOON);
		List<String> seen = new ArrayList<>();
		int late = 0;
		String after = "";
		while (true) {
			RequestPage page = page("/booking-requests?providerId=provider-p&limit=7" + after);
			assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
			page.items().forEach((item) -> seen.add(item.bookingId()));
			if (page.next() == null) {
				break;
			}
			after = "&after=" + page.next();
			store("late-" + late++, "provider-p", NOON.plusSeconds(60)); // before all
			store("late-" + late++, "provider-p", page.items().getFirst().slotStart()); // beside
		}
		assertThat(seen).doesNotHaveDuplicates()
			.containsAll(IntStream.range(0, 45).mapToObj((i) -> "page-" + i).toList())
			.doesNotContain("other");
		assertThat(page("/booking-requests?providerId=provider-p&limit=100").items())
			.isSortedAccordingTo((one, other) -> other.slotStart().compareTo(one.slotStart()))
			.hasSize(45 + late);
	}

	@Test
	void aPageHasTwentyItemsUnlessToldOtherwise() {
		IntStream.range(0, 21).forEach((i) -> store("twenty-" + i, "provider-t", NOON));
		RequestPage page = page("/booking-requests?providerId=provider-t");
		assertThat(page.items()).hasSize(20);
		RequestPage last = page("/booking-requests?providerId=provider-t&after=" + page.next());
		assertThat(last.items()).hasSize(1);
		assertThat(last.next()).isNull();
		assertThat(page("/booking-requests?providerId=nobody").items()).isEmpty();
	}

	@Test
	void theIndexServesThePages() {
		JdbcClient jdbc = JdbcClient.create(api.service().dataSource());
		List<String> plan = jdbc.sql("""
				explain (costs off) select * from booking_request
				where provider_id = 'p' and (slot_start, booking_id) < (now(), 'b')
				order by slot_start desc, booking_id desc limit 21""").query(String.class).list();
		assertThat(String.join("\n", plan)).contains("Index Scan Backward using booking_request_of_provider")
			.doesNotContain("Sort");
	}

	@ParameterizedTest
	@CsvSource({ "/booking-requests,400", "/booking-requests?providerId=,400",
			"/booking-requests?providerId=p&limit=0,400", "/booking-requests?providerId=p&limit=101,400",
			"/booking-requests?providerId=p&after=x,400", "/booking-requests/unknown,404",
			"/bookings/unknown/history,404", "/providers/unknown/contact,404", "/providers,404",
			"/notifications?status=LOST,400", "/dead-letters?state=LOST,400", "/dead-letters?reason=lost,400",
			"/dead-letters/0,404", "/dead-letters?after=x,400", "/notifications?after=x,400", "/notifications/0,404" })
	void badQuestionsGetAProblem(String uri, int status) {
		assertProblem(api.get(uri), HttpStatus.valueOf(status));
	}

	@Test
	void aSuppressedAddressIsShownUntilTheContactIsPutAgain() {
		api.put("/providers/p-s/contact", CONTACT).expectStatus().isCreated();
		api.get("/providers/p-s/contact").expectBody().jsonPath("$.emailSuppression").doesNotExist();
		api.bean(Contacts.class)
			.suppressEmail("p-s", List.of("zoe@example.org"),
					new EmailSuppression(EmailSuppression.Reason.COMPLAINED, NOON));
		api.get("/providers/p-s/contact").expectBody().json(CONTACT).json("""
				{"emailSuppression": {"reason": "COMPLAINED", "since": "2026-11-23T12:00:00Z"}}""");
		api.put("/providers/p-s/contact", CONTACT).expectStatus().isOk();
		api.get("/providers/p-s/contact").expectBody().jsonPath("$.emailSuppression").doesNotExist();
	}

	@Test
	void aContactIsCreatedReplacedShownAndForgotten() {
		api.put("/providers/p-1/contact", CONTACT).expectStatus().isCreated().expectBody().json(CONTACT);
		api.put("/providers/p-1/contact", CONTACT).expectStatus().isOk().expectBody().json(CONTACT);
		api.get("/providers/p-1/contact").expectStatus().isOk().expectBody().json(CONTACT);
		String other = """
				{"name": "Zoe", "locale": "en", "timeZone": "UTC", "channels": ["log"]}""";
		api.put("/providers/p-1/contact", other).expectStatus().isOk();
		api.get("/providers/p-1/contact").expectBody().json(other).jsonPath("$.email").isEmpty();
		api.delete("/providers/p-1/contact").expectStatus().isNoContent();
		assertProblem(api.delete("/providers/p-1/contact"), HttpStatus.NOT_FOUND);
		assertProblem(api.get("/providers/p-1/contact"), HttpStatus.NOT_FOUND);
	}

	@Test
	void theCodeThatTellsProvidersFindsTheContact() {
		api.put("/providers/p%2F2/contact", CONTACT).expectStatus().isCreated();
		assertThat(api.bean(Contacts.class).find("p/2")).map(Contact::email).hasValue("zoe@example.org");
		assertThat(api.bean(Contacts.class).find("p-3")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b.example\\r\\nBcc: c@d.example", "a@b.example\\nX: y", "a\\u0000@b.example", "a b",
			"a@", "Zoe <a@b.example>", "" })
	void addressesThatWouldDoHarmAreRefused(String email) {
		assertProblem(api.put("/providers/p-4/contact", CONTACT.replace("zoe@example.org", email)),
				HttpStatus.BAD_REQUEST);
		assertProblem(api.get("/providers/p-4/contact"), HttpStatus.NOT_FOUND);
	}

	@Test
	void theFileOfTheDocumentDescribesTheControllers() throws IOException {
		OpenApiFile.assertDescribes(ProviderConsumerApplication.class, ServiceKind.PROVIDER);
	}

	@Test
	void theDocumentListsEveryPath() {
		api.get("/v3/api-docs")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.info.title")
			.isEqualTo("provider-consumer")
			.jsonPath("$.components.securitySchemes.basic.scheme")
			.isEqualTo("basic")
			.jsonPath("$.paths['/providers/{providerId}/contact'].get")
			.exists()
			.jsonPath("$.paths['/providers/{providerId}/contact'].put.responses['201'].content['application/json']")
			.exists()
			.jsonPath("$.paths['/providers/{providerId}/contact'].put.responses['200'].content['application/json']")
			.exists()
			.jsonPath("$.paths['/providers/{providerId}/contact'].delete")
			.exists()
			.jsonPath("$.paths['/booking-requests'].get")
			.exists()
			.jsonPath("$.paths['/booking-requests/{bookingId}'].get")
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
		api.service()
			.send(BookingEventCodec.encode(new BookingCreated("test-123", "user-456", "provider-789", "slot-1", NOON,
					NOON.plusSeconds(3600), NOON.minusSeconds(60))));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> api.get("/bookings/test-123/history").expectStatus().isOk());
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
	@ValueSource(strings = { "/booking-requests/b-1", "/booking-requests?providerId=p", "/providers/p/contact",
			"/bookings/b-1/history", "/notifications", "/dead-letters", "/dead-letters/groups", "/v3/api-docs" })
	void nobodyReadsWithoutCredentials(String uri) {
		assertProblem(api.getWithoutCredentials(uri), HttpStatus.UNAUTHORIZED);
	}

	private static List<RequestFile.Request> requests() {
		return api.requests("provider");
	}

	private static void store(String bookingId, String providerId, Instant slotStart) {
		JdbcClient.create(api.service().dataSource())
			.sql("""
					insert into booking_request (booking_id, user_id, provider_id, slot_id, slot_start, slot_end,
						requested_at, received_at)
					values (:bookingId, 'u', :providerId, 's', :slotStart, :slotStart + interval '1 hour', now(), now())""")
			.param("bookingId", bookingId)
			.param("providerId", providerId)
			.param("slotStart", slotStart.atOffset(ZoneOffset.UTC))
			.update();
	}

	private static RequestPage page(String uri) {
		return api.get(uri).expectStatus().isOk().expectBody(RequestPage.class).returnResult().getResponseBody();
	}

	record RequestPage(List<BookingRequestView> items, String next) {

	}

}
