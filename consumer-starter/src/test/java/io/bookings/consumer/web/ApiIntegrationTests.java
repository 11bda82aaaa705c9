package io.bookings.consumer.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ApiIntegrationTests {

	private static final String CONTACT = """
			{"name": "Zoe <script>", "email": "zoe@example.org", "locale": "de-de", "timeZone": "Europe/Berlin",
			"channels": ["email"]}""";

	private static SandboxService service;

	private static ConfigurableApplicationContext context;

	private static RestTestClient anybody;

	private static RestTestClient user;

	@BeforeAll
	static void start() {
		service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		context = TestApi.start(service, "spring.security.user.name=booking-desk",
				"spring.security.user.password=" + TestApi.PASSWORD, "springdoc.api-docs.enabled=true",
				"springdoc.api-docs.path=/generated");
		anybody = TestApi.client(context);
		user = anybody.mutate()
			.defaultHeaders((headers) -> headers.setBasicAuth("booking-desk", TestApi.PASSWORD, StandardCharsets.UTF_8))
			.build();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness",
			"/actuator/info", "/actuator/metrics", "/actuator/metrics/jvm.memory.used" })
	void everybodyMayAskHowTheServiceIs(String path) {
		anybody.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.value((status) -> assertThat(status).isIn(200, 503)) // 503: down, and told
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.valueOf("application/*+json"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/actuator", "/actuator/env", "/ids/1", "/bookings/b/history", "/v3/api-docs",
			"/generated", "/no/such/path", "/error", "/login", "/logout", "/swagger-ui.html" })
	void nobodyElseGetsAnythingWithoutCredentials(String path) {
		problem(anybody.get().uri(URI.create(base() + path)).exchange(), HttpStatus.UNAUTHORIZED, null)
			.jsonPath("$.title")
			.isEqualTo("Unauthorized")
			.jsonPath("$.instance")
			.isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "/ids/a%20b%2Fc, /ids/a%20b%2Fc", "/ids/%E6%97%A5?x=%20, /ids/%E6%97%A5", "/ids/a;b=c, /ids/a;b=c",
			"/ids/50%25, /ids/50%25", "//ids/1, /.//ids/1", "/actuator/health;x, /actuator/health;x" })
	void aProblemNamesThePathThatWasAskedFor(String asked, String instance) {
		anybody.get()
			.uri(URI.create(base() + asked))
			.exchange()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.instance")
			.isEqualTo(instance);
	}

	@ParameterizedTest
	@CsvSource({ "/no/such%20path, 404", "/broken, 500", "/away, 503", "/ids/%20, 400", "/error, 404" })
	void andSoDoesTheProblemOfAController(String path, int status) {
		problem(user.get().uri(URI.create(base() + path)).exchange(), HttpStatus.valueOf(status), null)
			.jsonPath("$.instance")
			.isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/../../ids/1", "/actuator/health/..%2f..%2fids/1",
			"/actuator/health;/../../ids/1", "/actuator/health%2f..%2f..%2fids/1", "/%61ctuator/health/..%2f..%2fids/1",
			"//ids/1", "/actuator/health/%2e%2e%5c..%5cids/1" })
	void noDetourLeadsAroundTheDoor(String path) {
		anybody.get()
			.uri(URI.create(base() + path))
			.exchange()
			.expectStatus()
			.value((status) -> assertThat(status).isIn(400, 401))
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void aRefusalSaysHowToLogInAndStartsNoSession() {
		anybody.put()
			.uri("/contact")
			.contentType(MediaType.APPLICATION_JSON)
			.body(CONTACT)
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.value("WWW-Authenticate", (value) -> assertThat(value).startsWith("Basic realm="))
			.expectHeader()
			.doesNotExist("Set-Cookie");
	}

	@ParameterizedTest
	@CsvSource({ "booking-desk,wrong", "nobody,p:ss wörd", "booking-desk,''" })
	void wrongCredentialsAreRefused(String name, String password) {
		problem(anybody.get()
			.uri("/ids/1")
			.headers((headers) -> headers.setBasicAuth(name, password, StandardCharsets.UTF_8))
			.exchange(), HttpStatus.UNAUTHORIZED, null);
		problem(anybody.get().uri("/ids/1").header("Authorization", "Basic ???").exchange(), HttpStatus.UNAUTHORIZED,
				null);
		problem(anybody.get().uri("/ids/1").header("Authorization", "Bearer x").exchange(), HttpStatus.UNAUTHORIZED,
				null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "a/b", "a\\b", "50%", "%2F", "a;b=c", "a b", "a//b", "日本 🦊", "a+b", "?#[]@", "~",
			"a\u2028b" })
	void anIdentifierArrivesAsItIs(String id) {
		user.get().uri(path("/ids/", id)).exchange().expectStatus().isOk().expectBody().jsonPath("$.id").isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\u2003" })
	void aBlankIdentifierIsRefused(String id) {
		broken(user.get().uri(path("/ids/", id)).exchange(), "id", "must not be blank");
	}

	@Test
	void anIdentifierOfTheWrongLengthIsRefused() {
		user.get().uri(path("/ids/", "🦊".repeat(128))).exchange().expectStatus().isOk();
		broken(user.get().uri(path("/ids/", "x".repeat(129))).exchange(), "id",
				"must not be longer than 128 characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%01", "%0a", "%00", "a%0d%0ab", "%7f", "%c2%85" })
	void controlCharactersInAPathAreRefused(String encoded) {
		problem(user.get().uri(URI.create(base() + "/ids/" + encoded)).exchange(), HttpStatus.BAD_REQUEST, null);
	}

	@ParameterizedTest
	@CsvSource({ "limit=0,limit", "limit=101,limit", "limit=x<script>,limit", "after=x<script>,after" })
	void aParameterThatIsWrongIsNamedAndNotRepeated(String parameter, String name) {
		problem(user.get().uri("/pages?owner=o&{p}".replace("{p}", parameter)).exchange(), HttpStatus.BAD_REQUEST,
				"The request is not valid")
			.jsonPath("$.errors.length()")
			.isEqualTo(1)
			.jsonPath("$.errors[0].field")
			.isEqualTo(name)
			.consumeWith((result) -> assertThat(new String(result.getResponseBody())).doesNotContain("script"));
	}

	@Test
	void aParameterThatIsMissingIsNamed() {
		problem(user.get().uri("/pages").exchange(), HttpStatus.BAD_REQUEST,
				"Required parameter 'owner' is not present.");
		user.get().uri("/pages?owner=o").exchange().expectBody().json("{\"limit\": 20}");
	}

	@Test
	void aContactComesBackAsItWasSent() {
		put(CONTACT).expectStatus().isOk().expectBody().json("""
				{"name": "Zoe <script>", "email": "zoe@example.org", "locale": "de-DE",
				"timeZone": "Europe/Berlin", "channels": ["email"]}""");
	}

	@Test
	void allThatIsWrongWithAContactIsListed() {
		problem(put("""
				{"name": "", "email": "secret@b\\r\\nBcc: all@c", "phone": "secret", "locale": "xx", "timeZone": "x",
				"channels": ["SECRET"]}"""), HttpStatus.BAD_REQUEST, "The request is not valid")
			.jsonPath("$.errors[*].field")
			.value((fields) -> assertThat(fields).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactlyInAnyOrder("name", "email", "phone", "locale", "timeZone", "channels"))
			.consumeWith(
					(result) -> assertThat(new String(result.getResponseBody())).doesNotContainIgnoringCase("secret"));
		broken(put("{\"name\": \"Zoe\", \"channels\": \"email\"}"), "channels", "has the wrong type");
		broken(put("{\"name\": {}}"), "name", "has the wrong type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"name\": ", "not json", "[]", "\"text\"", "1", "null", "" })
	void aBodyThatIsNoContactIsRefused(String body) {
		problem(put(body), HttpStatus.BAD_REQUEST, null)
			.consumeWith((result) -> assertThat(new String(result.getResponseBody())).doesNotContain("name"));
	}

	@Test
	void aBodyThatIsTooLargeIsRefusedAndTheNextOneIsServed() {
		problem(put(" ".repeat(BodyLimit.MAX) + CONTACT), HttpStatus.CONTENT_TOO_LARGE,
				"The body is larger than 64 KiB");
		put(CONTACT).expectStatus().isOk();
	}

	@Test
	void whatIsNotOfferedIsSaid() {
		problem(user.put().uri("/contact").contentType(MediaType.TEXT_XML).body("<x/>").exchange(),
				HttpStatus.UNSUPPORTED_MEDIA_TYPE, null);
		problem(user.get().uri("/ids/1").accept(MediaType.TEXT_HTML).exchange(), HttpStatus.NOT_ACCEPTABLE, null);
		problem(user.method(HttpMethod.DELETE).uri("/contact").exchange(), HttpStatus.METHOD_NOT_ALLOWED, null);
		user.method(HttpMethod.DELETE).uri("/contact").exchange().expectHeader().valueEquals("Allow", "PUT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/no/such/path", "/index.html", "/error", "/login", "/swagger-ui/index.html",
			"/actuator/env", "/bookings" })
	void aPathThatLeadsNowhereIsSaidToBeOne(String path) {
		problem(user.get().uri(path).exchange(), HttpStatus.NOT_FOUND, null);
	}

	@ParameterizedTest
	@CsvSource({ "/broken,500", "/away,503" })
	void ourOwnFailuresKeepTheirCauseToThemselves(String path, int status) {
		problem(user.get().uri(path).exchange(), HttpStatus.valueOf(status), null).jsonPath("$.instance")
			.isEqualTo(path)
			.consumeWith((result) -> assertThat(new String(result.getResponseBody())).doesNotContain("secret",
					"Exception", "trace"));
	}

	@Test
	void theHistoryOfABookingIsToldInOrder() {
		JdbcClient jdbc = JdbcClient.create(service.dataSource());
		jdbc.sql("""
				insert into processed_booking values
				('BOOKING_CREATED', 'b-1', '\\x00', 'm-1', '2026-11-23T10:00:00Z'),
				('BOOKING_CREATED', 'b-2', '\\x00', 'm-2', '2026-11-23T10:00:00Z')""").update();
		jdbc.sql("""
				insert into booking_history (booking_id, event_type, happened_at, what, detail) values
				('b-1', 'BOOKING_CREATED', '2026-11-23T10:00:02Z', 'attempt', 'email: 451'),
				('b-1', 'BOOKING_CREATED', '2026-11-23T10:00:01.5Z', 'duplicate', 'message m-3'),
				('b-2', 'BOOKING_CREATED', '2026-11-23T10:00:01Z', 'conflict', null)""").update();
		jdbc.sql("""
				insert into notification (booking_id, event_type, channel, recipient, status, attempts, last_error,
					created_at) values
				('b-1', 'BOOKING_CREATED', 'email', 'provider-1', 'PENDING', 1, '451', '2026-11-23T10:00:00Z')""")
			.update();
		user.get()
			.uri("/bookings/b-1/history")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"bookingId": "b-1",
					"entries": [
					{"at": "2026-11-23T10:00:00Z", "what": "stored", "eventType": "BOOKING_CREATED", "detail": "message m-1"},
					{"at": "2026-11-23T10:00:01.500Z", "what": "duplicate", "detail": "message m-3"},
					{"at": "2026-11-23T10:00:02Z", "what": "attempt", "detail": "email: 451"}],
					"notifications": [
					{"eventType": "BOOKING_CREATED", "channel": "email", "recipient": "provider-1", "status": "PENDING",
					"attempts": 1, "lastError": "451", "createdAt": "2026-11-23T10:00:00Z"}]}""");
		problem(user.get().uri("/bookings/b-3/history").exchange(), HttpStatus.NOT_FOUND,
				"This booking is unknown to this service");
	}

	@Test
	void theDocumentDescribesTheDeployment() {
		user.get()
			.uri("/v3/api-docs")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"openapi": "3.1.0", "info": {"title": "test-api", "version": "unknown"}, "paths": {},
					"servers": [{"url": "%s"}],
					"security": [{"basic": []}],
					"components": {"securitySchemes": {"basic": {"type": "http", "scheme": "basic"}}}}"""
				.formatted(base()), JsonCompareMode.STRICT);
	}

	@Test
	void theGeneratedDocumentDescribesEveryPath() {
		user.get()
			.uri("/generated")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"info": {"title": "test-api"},
					"components": {"schemas": {"Contact": {"properties": {
							"locale": {"type": "string"}, "timeZone": {"type": "string"}}}}},
					"paths": {
						"/bookings/{bookingId}/history": {"get": {
							"parameters": [{"name": "bookingId", "in": "path", "required": true,
								"schema": {"type": "string", "minLength": 1, "maxLength": 128}}],
							"responses": {"200": {}, "default": {"content": {"application/problem+json": {}}}}}},
						"/pages": {"get": {"parameters": [
							{"name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}},
							{"name": "after", "required": false, "schema": {"type": "string"}},
							{"name": "owner", "required": true}]}},
						"/contact": {"put": {}}}}""")
			.jsonPath("$.paths['/error']")
			.doesNotExist()
			.jsonPath("$.paths['/v3/api-docs']")
			.doesNotExist();
	}

	/**
	 * The multipart support of Spring Boot is one of the unused auto-configurations.
	 */
	@Test
	void unusedAutoConfigurationsAreExcluded() {
		assertThat(context.getBeanProvider(MultipartResolver.class).stream()).isEmpty();
	}

	private static ResponseSpec put(String body) {
		return user.put().uri("/contact").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private static void broken(ResponseSpec response, String field, String rule) {
		problem(response, HttpStatus.BAD_REQUEST, "The request is not valid").jsonPath("$.errors[0].field")
			.isEqualTo(field)
			.jsonPath("$.errors[0].rule")
			.isEqualTo(rule);
	}

	private static BodyContentSpec problem(ResponseSpec response, HttpStatus status, String detail) {
		BodyContentSpec body = response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody();
		body.jsonPath("$.status").isEqualTo(status.value()).jsonPath("$.title").isEqualTo(status.getReasonPhrase());
		body.jsonPath("$.trace").doesNotExist().jsonPath("$.exception").doesNotExist();
		return (detail != null) ? body.jsonPath("$.detail").isEqualTo(detail) : body;
	}

	private static URI path(String prefix, String id) {
		return URI.create(base() + prefix + UriUtils.encode(id, StandardCharsets.UTF_8));
	}

	private static String base() {
		return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
	}

}
