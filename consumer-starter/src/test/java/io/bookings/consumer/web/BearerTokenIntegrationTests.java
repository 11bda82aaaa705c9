package io.bookings.consumer.web;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BearerTokenIntegrationTests {

	private static TestIssuer issuer;

	private static ConfigurableApplicationContext context;

	private static RestTestClient client;

	@BeforeAll
	static void start(CapturedOutput output) throws IOException {
		issuer = new TestIssuer();
		context = TestApi.start("spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.uri(),
				"spring.security.user.password=secret");
		client = TestApi.client(context);
		assertThat(output).doesNotContain("Using generated security password");
	}

	@AfterAll
	static void stop() {
		context.close();
		issuer.close();
	}

	@Test
	void aTokenOfTheIssuerOpensTheApi() {
		call(TestIssuer.token(issuer.key, issuer.uri(), Duration.ofMinutes(5))).expectStatus().isOk();
	}

	@Test
	void otherTokensDoNot() {
		refused(call(TestIssuer.token(TestIssuer.anyKey(), issuer.uri(), Duration.ofMinutes(5))));
		refused(call(TestIssuer.token(issuer.key, "http://localhost:1", Duration.ofMinutes(5))));
		refused(call(TestIssuer.token(issuer.key, issuer.uri(), Duration.ofMinutes(-5))));
		refused(call("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."));
		refused(call("x"));
		refused(client.get().uri("/ids/1").exchange());
	}

	@Test
	void thePasswordDoesNotEither() {
		refused(client.get().uri("/ids/1").headers((headers) -> headers.setBasicAuth("user", "secret")).exchange());
	}

	@Test
	void everybodyMayStillAskHowTheServiceIs() {
		client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
	}

	@Test
	void theDocumentDescribesTheWayIn() {
		client.get()
			.uri("/v3/api-docs")
			.headers((headers) -> headers
				.setBearerAuth(TestIssuer.token(issuer.key, issuer.uri(), Duration.ofMinutes(5))))
			.exchange()
			.expectBody()
			.json("""
					{"security": [{"bearer": []}], "components": {"securitySchemes": {
					"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}}}""");
	}

	private static ResponseSpec call(String token) {
		return client.get().uri("/ids/1").headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

	private static void refused(ResponseSpec response) {
		response.expectStatus()
			.isEqualTo(HttpStatus.UNAUTHORIZED)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectHeader()
			.value("WWW-Authenticate", (value) -> assertThat(value).startsWith("Bearer"))
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(401);
	}

}
