package io.bookings.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.operations.Instances;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The operations page: its HTML always, and in Chromium if there is one.
 */
@Tag("database")
class OperationsPageIntegrationTests {

	private static final Instant NOON = Instant.parse("2035-11-23T12:00:00Z");

	/** Valid ids that would do harm if they were not escaped. */
	private static final List<String> HOSTILE = List.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
			"'-alert(1)-'", "${7*7}__${7*7}__", "[[${7*7}]]", "a/../b?c=d&e;f%2F#g", "\u202Eabc\u2028def",
			"</textarea>", "日本 \\ {{x}}");

	private static final List<String> PAGES = List.of("/", "/operations/dead-letters", "/operations/notifications",
			"/operations/booking", "/operations/booking?id=page-1", "/operations/runbook",
			"/operations/notifications?status=PENDING", "/operations/dead-letters/1",
			"/operations/notifications/resend?status=FAILED");

	private static final String OPERATOR = "user:secret";

	private static final String READER = "looker:looks";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static RunningApi api;

	private static HttpServer other;

	private static volatile int otherStatus = 200;

	private static volatile String otherBody = "";

	private static volatile String askedFor = "";

	private static String url;

	private static JdbcClient jdbc;

	@BeforeAll
	static void start() throws IOException {
		other = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		other.createContext("/", (exchange) -> {
			askedFor = exchange.getRequestURI().toString();
			byte[] body = otherBody.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(otherStatus, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		other.start();
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		api = RunningApi.start(ProviderConsumerApplication.class, service, "--booking.api.reader.username=looker",
				"--booking.api.reader.password=looks", "--booking.dead-letters.collect=true",
				"--booking.timeline.url=http://localhost:" + other.getAddress().getPort() + "/base/",
				"--booking.timeline.timeout=2s", "--booking.trace-link=https://traces.example.org/{traceId}");
		url = api.url();
		jdbc = JdbcClient.create(service.dataSource());
		HOSTILE.forEach((id) -> send(event(id, id)));
		send(event("page-1", "user-1"));
		send("{\"bookingId\":\"page-2\",\"eventType\":\"BOOKING_CREATED\",\"userId\":\"</textarea><script>alert(2)</script>\"}");
		send(event("page-1", "somebody-else"));
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(count("booking_request")).isEqualTo(HOSTILE.size() + 1);
			assertThat(count("dead_letter")).isEqualTo(2);
		});
	}

	@AfterAll
	static void stop() {
		api.close();
		other.stop(0);
	}

	private static void send(String body) {
		api.service().send(body);
	}

	private static String event(String id, String userId) {
		return BookingEventCodec.encode(new BookingCreated(id, userId, "provider-1", "slot-1", NOON,
				NOON.plusSeconds(3600), NOON.minusSeconds(60)));
	}

	private static long count(String table) {
		return jdbc.sql("select count(*) from " + table).query(Long.class).single();
	}

	@Test
	void eachPageIsHtmlAndLoadsNothingFromElsewhere() throws Exception {
		for (String path : PAGES) {
			HttpResponse<String> page = get(path, OPERATOR);
			assertThat(page.statusCode()).as(path).isEqualTo(200);
			assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
			assertThat(header(page, "Content-Security-Policy"))
				.isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
						+ "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
			assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
			assertThat(header(page, "Cache-Control")).contains("no-store");
			assertThat(page.body()).as(path)
				.contains("<title>", "lang=\"en\"", "<main id=\"main\"")
				.doesNotContain(" style=", "<style", " onclick", " th:");
			assertThat(Pattern.compile("(?:src|href)=\"(https?:)?//").matcher(page.body()).find()).isFalse();
			assertThat(Pattern.compile("<script(?! defer src=\"/operations/assets/)").matcher(page.body()).find())
				.as(path)
				.isFalse();
		}
	}

	@Test
	void noValueIsUnescaped() throws Exception {
		otherStatus = 404;
		for (String id : HOSTILE) {
			String page = get("/operations/booking?id=" + encode(id), OPERATOR).body();
			assertThat(page).as(id).contains("requested", "stored").contains(escaped(id));
			assertThat(page).doesNotContain("<script>alert", "<img src=x", "7*7".equals(id) ? id : ">49<");
		}
		String list = get("/operations/notifications", OPERATOR).body();
		assertThat(list).contains(HOSTILE.stream().map(OperationsPageIntegrationTests::escaped).toList())
			.doesNotContain("<script>alert", "<img src=x");
		String letter = get("/operations/dead-letters/" + letter("page-2"), OPERATOR).body();
		assertThat(letter).doesNotContain("<script>alert").contains("&lt;/textarea&gt;&lt;script&gt;alert(2)");
		assertThat(letter).contains("<code>providerId</code> <span>is required</span>");
	}

	private static String escaped(String id) {
		return id.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

	@Test
	void aBrowserIsAskedForCredentialsAndAClientGetsAProblem() throws Exception {
		HttpResponse<String> browser = send(request("/", null).header("Accept", "text/html,*/*;q=0.8"));
		assertThat(browser.statusCode()).isEqualTo(401);
		assertThat(header(browser, "WWW-Authenticate")).startsWith("Basic");
		assertThat(browser.body()).contains("<h1>401 Unauthorized</h1>", "Load the page again");
		HttpResponse<String> client = send(request("/", null));
		assertThat(client.statusCode()).isEqualTo(401);
		assertThat(client.body()).isEqualTo("{\"instance\":\"/\",\"status\":401,\"title\":\"Unauthorized\"}");
		assertThat(send(request("/operations/assets/operations.js", null)).statusCode()).isEqualTo(401);
	}

	@Test
	void assetsAreComparedByTheirContent() throws Exception {
		for (String asset : List.of("operations.js", "operations.css", "icon.svg")) {
			HttpResponse<String> first = get("/operations/assets/" + asset, OPERATOR);
			assertThat(first.statusCode()).isEqualTo(200);
			assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
			assertThat(send(
					request("/operations/assets/" + asset, OPERATOR).header("If-None-Match", header(first, "ETag")))
				.statusCode()).isEqualTo(304);
		}
		assertThat(get("/operations/assets/nothing.js", OPERATOR).statusCode()).isEqualTo(404);
		assertThat(get("/operations/assets/..%2Foverview.html", OPERATOR).statusCode()).isIn(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/operations/dead-letters/999999", "/operations/notifications?status=LOST",
			"/operations/dead-letters/requests/00000000-0000-0000-0000-000000000000", "/operations/dead-letters/x",
			"/operations/dead-letters?reason=none", "/operations/notifications?channel=NO%20CHANNEL",
			"/operations/notifications/resend?status=SENT" })
	void anErrorSaysWhatToDo(String path) throws Exception {
		HttpResponse<String> page = get(path, OPERATOR);
		assertThat(page.statusCode()).isIn(400, 404);
		assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(page.body()).contains("role=\"alert\"", "Overview");
	}

	@Test
	void aFormNeedsTheTokenOfItsPage() throws Exception {
		Form form = form(OPERATOR);
		String letter = String.valueOf(letter("page-1"));
		Map<String, String> fields = Map.of("action", "redrive", "id", letter, "until", "2035-01-01T00:00:00Z");
		assertThat(post("/operations/dead-letters/selection", OPERATOR, null, fields).statusCode()).isEqualTo(403);
		assertThat(
				post("/operations/dead-letters/selection", OPERATOR, new Form(form.cookie(), "x"), fields).statusCode())
			.isEqualTo(403);
		HttpResponse<String> confirmation = post("/operations/dead-letters/selection", OPERATOR, form, fields);
		assertThat(confirmation.statusCode()).isEqualTo(200);
		assertThat(confirmation.body()).contains("<h1>Redrive 1 dead letter</h1>",
				"name=\"ids\" value=\"" + letter + "\"");
		// The token is that of the browser, so that forms in other tabs stay valid.
		assertThat(get("/operations/dead-letters", OPERATOR, form).headers().firstValue("Set-Cookie")).isEmpty();
		// A filter is resolved to the letters that were there when the list was shown.
		assertThat(
				post("/operations/dead-letters/selection", OPERATOR, form, Map.of("action", "redrive", "all", "true"))
					.statusCode())
			.isEqualTo(400);
		assertThat(post("/operations/dead-letters/selection", OPERATOR, form,
				Map.of("action", "redrive", "all", "true", "until", "2020-01-01T00:00:00Z"))
			.statusCode()).isEqualTo(400);
	}

	@Test
	void aReaderReadsEverythingAndChangesNothing() throws Exception {
		for (String path : PAGES) {
			assertThat(get(path, READER).statusCode()).as(path).isEqualTo(200);
		}
		assertThat(get("/", READER).body()).contains("looker", "may read");
		assertThat(get("/operations/dead-letters/" + letter("page-2"), READER).body())
			.doesNotContain("<form method=\"post\"");
		Form form = form(OPERATOR); // a reader's page has no form
		assertThat(post("/operations/dead-letters/discard", READER, form,
				Map.of("ids", String.valueOf(letter("page-2")), "why", "no"))
			.statusCode()).isEqualTo(403);
		assertThat(send(request("/notifications", READER)).statusCode()).isEqualTo(200);
		assertThat(send(request("/dead-letters/discard", READER).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"ids\":[1],\"why\":\"no\"}"))).statusCode()).isEqualTo(403);
		assertThat(send(request("/providers/p/contact", READER).DELETE()).statusCode()).isEqualTo(403);
		assertThat(get("/", "looker:wrong").statusCode()).isEqualTo(401);
	}

	@Test
	void aLetterIsRepairedOnceAndItsProgressIsShown() throws Exception {
		send("{\"bookingId\":\"repair-1\",\"eventType\":\"BOOKING_CREATED\"}");
		await().atMost(Duration.ofSeconds(30)).until(() -> letter("repair-1") > 0);
		String path = "/operations/dead-letters/" + letter("repair-1") + "/repair";
		Form form = form(OPERATOR);
		HttpResponse<String> invalid = post(path, OPERATOR, form,
				Map.of("action", "send", "why", "wrong publisher", "body", "{\"bookingId\":\"repair-1\"}"));
		assertThat(invalid.body()).contains("The corrected body was not sent", "is required", "wrong publisher");
		String corrected = event("repair-1", "user-1");
		assertThat(post(path, OPERATOR, form, Map.of("action", "check", "body", corrected)).body())
			.contains("The corrected body would be", "processed");
		HttpResponse<String> sent = post(path, OPERATOR, form,
				Map.of("action", "send", "why", "wrong publisher", "body", corrected));
		assertThat(sent.statusCode()).isEqualTo(302);
		String progress = URI.create(header(sent, "Location")).getPath();
		HttpResponse<String> again = post(path, OPERATOR, form,
				Map.of("action", "send", "why", "twice", "body", corrected));
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(again.body()).contains("Nothing was changed");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(get(progress, OPERATOR).body()).contains("This is complete", "processed",
					"wrong publisher"));
		assertThat(get("/operations/booking?id=repair-1", OPERATOR).body()).contains("dead letter",
				"dead letter repair requested", "requested", "stored");
	}

	@Test
	void aNotificationIsSentAgain() throws Exception {
		long id = jdbc.sql("""
				insert into notification (booking_id, event_type, channel, recipient, status, last_error)
				values ('again-1', 'BOOKING_CREATED', 'sms', 'p', 'FAILED', 'refused <b>')
				returning id""").query(Long.class).single();
		HttpResponse<String> list = get("/operations/notifications?status=FAILED&channel=sms", OPERATOR);
		assertThat(list.body()).contains("again-1", "refused &lt;b&gt;", "Send again: notification " + id);
		assertThat(get("/operations/notifications/resend?status=FAILED&channel=sms", OPERATOR).body())
			.contains("Send 1 again");
		Form form = form(OPERATOR);
		HttpResponse<String> sent = post("/operations/notifications/" + id + "/resend", OPERATOR, form, Map.of());
		assertThat(sent.statusCode()).isEqualTo(302);
		assertThat(header(sent, "Location")).endsWith("/operations/notifications?resent=1");
		assertThat(post("/operations/notifications/999999/resend", OPERATOR, form, Map.of()).statusCode())
			.isEqualTo(404);
	}

	@Test
	void theTimelineHasBothServicesInTheOrderOfTime() throws Exception {
		otherStatus = 200;
		otherBody = """
				{"bookingId": "page-1", "parts": [{"service": "user-consumer", "state": "KNOWN"}],
				"entries": [{"at": "2035-12-01T00:00:00Z", "service": "somebody", "what": "accepted",
				"eventType": "BOOKING_CONFIRMED", "detail": "<b>", "traceId": "0af7651916cd43dd8448eb211c80319c",
				"traceLink": "javascript:alert(1)"}]}""";
		api.get("/bookings/page-1/timeline")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.parts[*].service")
			.isEqualTo(List.of("provider-consumer", "user-consumer"))
			.jsonPath("$.entries[-1].what")
			.isEqualTo("accepted")
			.jsonPath("$.entries[-1].service")
			.isEqualTo("user-consumer")
			.jsonPath("$.entries[-1].traceLink")
			.isEqualTo("https://traces.example.org/0af7651916cd43dd8448eb211c80319c");
		assertThat(askedFor).isEqualTo("/base/bookings/page-1/timeline?scope=local");
		assertThat(get("/operations/booking?id=page-1", OPERATOR).body())
			.contains("user-consumer", "accepted", "https://traces.example.org/0af76519")
			.doesNotContain("javascript:");
		askedFor = "";
		api.get("/bookings/page-1/timeline?scope=local")
			.expectBody()
			.jsonPath("$.entries[*].what")
			.value((what) -> assertThat(what).asString().contains("requested", "stored", "conflict", "dead letter"));
		assertThat(askedFor).isEmpty();
		otherStatus = 503;
		api.get("/bookings/page-1/timeline")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.parts[1].state")
			.isEqualTo("UNAVAILABLE");
		otherStatus = 404;
		otherBody = "{}";
		api.get("/bookings/nobody/timeline").expectStatus().isNotFound();
	}

	@Test
	void theOverviewListsTheInstancesThatReportThemselves() throws Exception {
		jdbc.sql("""
				insert into service_instance values
					('other-host, process 1', '0.9.0 (1a2b3c4)', now() - interval '1 day', now()),
					('stopped-host, process 1', '0.9.0', now() - interval '1 day', now() - interval '1 hour')""")
			.update();
		api.bean(Instances.class).refresh();
		String here = "process " + ProcessHandle.current().pid();
		assertThat(get("/", OPERATOR).body()).contains("other-host, process 1", "0.9.0 (1a2b3c4)", here)
			.doesNotContain("stopped-host");
	}

	@Test
	@Tag("browser")
	void inABrowser() throws Exception {
		otherStatus = 404;
		try (Chromium chromium = Chromium.start(url, OPERATOR)) {
			Map<String, Object> found = new TreeMap<>();
			for (boolean dark : List.of(false, true)) {
				for (int width : List.of(1280, 375)) {
					chromium.emulate(width, 800, dark);
					for (String path : PAGES) {
						chromium.open(path);
						String page = "%s, %d wide, %s".formatted(path, width, dark ? "dark" : "light");
						found.put(page + ", axe-core", chromium.violations());
						found.put(page + ", wider than the screen", chromium
							.run("return [...document.querySelectorAll('body, body *')].filter((element) => "
									+ "element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.scroll')"
									+ " && !element.matches('.skip')).map((element) => element.outerHTML)"));
					}
				}
			}
			found.values().removeIf(List.of()::equals);
			assertThat(found).isEmpty();
			chromium.emulate(1280, 900, false);
			timesAreThoseOfTheViewer(chromium);
			theOverviewRefreshesWithoutAJump(chromium);
			theKeyboardIsEnough(chromium);
			lettersAreDiscardedAfterAConfirmation(chromium);
			assertThat(chromium.complaints()).isEmpty();
		}
	}

	private static void timesAreThoseOfTheViewer(Chromium chromium) {
		chromium.open("/operations/booking?id=page-1");
		assertThat(chromium.text("#zone")).isEqualTo("Asia/Tokyo");
		// The event says 11:59 UTC.
		assertThat(chromium.text("main")).contains("2035-11-23 20:59:00");
	}

	private static void theOverviewRefreshesWithoutAJump(Chromium chromium) {
		chromium.open("/");
		String begun = chromium.text("#title time");
		chromium.run("""
				window.shift = 0;
				new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shift += entry.value))
					.observe({ type: "layout-shift" });
				document.querySelector("#queue").dataset.kept = "yes";""");
		send(event("page-3", "user-3"));
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(chromium.text("#title time")).isNotEqualTo(begun);
			assertThat(chromium.text("#rates")).contains("processed");
		});
		assertThat(((Number) chromium.run("return window.shift")).doubleValue()).isLessThan(0.01);
	}

	private static void theKeyboardIsEnough(Chromium chromium) {
		chromium.open("/operations/booking");
		chromium.type("body", "\t");
		assertThat(chromium.run("return document.activeElement.textContent")).isEqualTo("Skip to the content");
		chromium.type("input[name=id]", "page-1\n");
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(chromium.path()).endsWith("?id=page-1");
			assertThat(chromium.text()).contains("requested", "stored");
		});
	}

	private static void lettersAreDiscardedAfterAConfirmation(Chromium chromium) {
		send("{\"bookingId\":\"discard-1\",\"eventType\":\"BOOKING_CREATED\"}");
		await().atMost(Duration.ofSeconds(30)).until(() -> letter("discard-1") > 0);
		chromium.open("/operations/dead-letters?bookingId=discard-1");
		chromium.click("input[data-selects-all]");
		chromium.click("button[value=dry-run]");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(chromium.text()).contains("Verdicts", "rejected"));
		chromium.click("button[value=discard]");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(chromium.text()).contains("Discard 1 dead letter"));
		chromium.type("input[name=why]", "a test of the publisher");
		chromium.click("main form button");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(chromium.text()).contains("This is complete", "a test of the publisher"));
		assertThat(chromium.text()).contains("1 of 1");
	}

	private static long letter(String bookingId) {
		return jdbc.sql("select coalesce(max(id), 0) from dead_letter where booking_id = :bookingId")
			.param("bookingId", bookingId)
			.query(Long.class)
			.single();
	}

	/**
	 * The token of a form, and the cookie that belongs to it.
	 */
	private static Form form(String credentials) throws Exception {
		HttpResponse<String> page = get("/operations/dead-letters?state=", credentials);
		Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
		assertThat(token.find()).isTrue();
		String cookie = header(page, "Set-Cookie");
		assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
		return new Form(cookie.split(";")[0], token.group(1));
	}

	private static HttpResponse<String> get(String path, String credentials) throws Exception {
		return get(path, credentials, null);
	}

	private static HttpResponse<String> get(String path, String credentials, Form form) throws Exception {
		HttpRequest.Builder request = request(path, credentials).header("Accept", "text/html");
		Optional.ofNullable(form).ifPresent((known) -> request.header("Cookie", known.cookie()));
		return send(request);
	}

	private static HttpResponse<String> post(String path, String credentials, Form form, Map<String, String> fields)
			throws Exception {
		HttpRequest.Builder request = request(path, credentials).header("Accept", "text/html")
			.header("Content-Type", "application/x-www-form-urlencoded");
		String body = encode(fields);
		if (form != null) {
			request.header("Cookie", form.cookie());
			body += "&_csrf=" + encode(form.token());
		}
		return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private static String encode(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static HttpRequest.Builder request(String path, String credentials) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
		return (credentials != null)
				? request.header("Authorization",
						"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
				: request;
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String header(HttpResponse<String> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	private record Form(String cookie, String token) {
	}

}
