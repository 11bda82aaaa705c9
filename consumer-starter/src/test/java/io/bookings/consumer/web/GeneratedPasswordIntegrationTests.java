package io.bookings.consumer.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class GeneratedPasswordIntegrationTests {

	@Test
	void withoutAPasswordOneIsGeneratedAndSaidOnce(CapturedOutput output) {
		try (ConfigurableApplicationContext context = TestApi.start()) {
			Matcher matcher = Pattern.compile("Using generated security password: (\\S+)").matcher(output);
			assertThat(matcher.find()).isTrue();
			String password = matcher.group(1);
			assertThat(matcher.find()).isFalse();
			RestTestClient client = TestApi.client(context);
			client.get().uri("/ids/1").exchange().expectStatus().isUnauthorized();
			client.get()
				.uri("/ids/1")
				.headers((headers) -> headers.setBasicAuth("user", password))
				.exchange()
				.expectStatus()
				.isOk();
		}
	}

}
