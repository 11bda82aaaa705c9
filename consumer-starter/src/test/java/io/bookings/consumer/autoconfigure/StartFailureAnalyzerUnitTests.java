package io.bookings.consumer.autoconfigure;

import java.util.List;
import java.util.Map;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.message.BodyProperties;
import io.bookings.events.BookingCreated;
import io.bookings.events.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class StartFailureAnalyzerUnitTests {

	private final StartFailureAnalyzer analyzer = new StartFailureAnalyzer();

	@Test
	void aMissingQueueUrlIsShownWithItsVariableAndWithoutAStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("booking.consumer.queue-url=${SQS_BOOKING_REQUEST_QUEUE_URL}"));
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"A setting is missing: booking.consumer.queue-url needs ${SQS_BOOKING_REQUEST_QUEUE_URL}.",
					"Set this environment variable or property.")
			.doesNotContain("\tat ");
	}

	@Test
	void aBadValueIsShownWithItsSettingAndWithoutAStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("booking.consumer.queue-url=http://localhost/0/queue", "booking.consumer.concurrency=0"));
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "booking.consumer.concurrency is 0: set it to 1 to 100.")
			.doesNotContain("\tat ");
	}

	@Test
	void whatIsNoNumberIsShownWithItsSettingAndWithoutAStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("booking.consumer.queue-url=http://localhost/0/queue", "booking.consumer.concurrency=many"));
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "'many' for configuration property 'booking.consumer.concurrency'")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					booking.consumer.envelope     | sqs    | booking.consumer.envelope is 'sqs': set it to one of none, sns, eventbridge, cloudevents, auto.
					booking.consumer.other-events | delete | booking.consumer.other-events is 'delete': set it to one of dead-letter, ignore.
					""")
	void aValueThatIsNotOneOfTheListIsShownWithTheList(String setting, String value, String sentence) {
		Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(setting, value)));
		BindException failure = catchThrowableOfType(BindException.class,
				() -> binder.bind("booking.consumer", BodyProperties.class));
		FailureAnalysis analysis = this.analyzer.analyze(new IllegalStateException("properties", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo(sentence);
	}

	@Test
	void aMissingRegionIsExplainedByItsVariable() {
		SdkClientException failure = catchThrowableOfType(SdkClientException.class,
				() -> new AwsRegionProviderChain().getRegion());
		FailureAnalysis analysis = this.analyzer.analyze(new IllegalStateException("sqsAsyncClient", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The AWS region is not set.");
		assertThat(analysis.getAction()).isEqualTo("Set AWS_REGION, for example AWS_REGION=us-east-1.");
	}

	@Test
	void whatItDoesNotKnowIsLeftToOthers() {
		assertThat(this.analyzer.analyze(new IllegalStateException("x", new IllegalArgumentException("y")))).isNull();
		assertThat(this.analyzer.analyze(new IllegalArgumentException())).isNull();
		assertThat(this.analyzer.analyze(SdkClientException.create("Unable to marshall request"))).isNull();
	}

	private static void run(String... settings) {
		new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE).properties(settings).run().close();
	}

	@ImportAutoConfiguration(BookingConsumerAutoConfiguration.class)
	static class Service {

		@Bean
		BookingEventHandler<BookingCreated> handler() {
			return new NoOpHandler();
		}

	}

	static class NoOpHandler implements BookingEventHandler<BookingCreated> {

		@Override
		public EventType<BookingCreated> eventType() {
			return BookingCreated.TYPE;
		}

		@Override
		public void handle(List<BookingCreated> events) {
		}

		@Override
		public String describe(BookingCreated event) {
			return "nothing";
		}

	}

}
