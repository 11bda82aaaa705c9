package io.bookings.consumer.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RunbookUnitTests {

	private final Runbook runbook = new Runbook(RunbookUnitTests::guide, null);

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"The queue has no dead-letter queue: give it a redrive policy, or set booking.consumer.dead-letter-queue-url | no-dead-letter-queue",
			"The permission sqs:ReceiveMessage on q is missing: allow it in the IAM policy of the service | missing-permission",
			"No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the service a role | no-aws-credentials",
			"The queue's visibility timeout of 5 s is too short for a batch, which may take 20 s: set it to at least 25 s, or lower booking.consumer.batch-timeout | visibility-timeout-is-too-short",
			"Booking b: the booking directory does not answer. Check booking.directory.url, the network, and whether provider-consumer is up | the-directory-cannot-be-reached" })
	void aSentenceOfHealthLeadsToItsSection(String sentence, String anchor) {
		Runbook.Link link = this.runbook.find(sentence);
		assertThat(link).isNotNull();
		assertThat(link.anchor()).isEqualTo(anchor);
		assertThat(link.url()).isNull();
	}

	@Test
	void anotherSentenceLeadsNowhere() {
		assertThat(this.runbook.find("Something else is wrong")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "bookingpollingpaused", "bookingnopolls", "bookingnotificationchannelpaused",
			"what-a-notification-waits-for", "a-letter-stays-in-sending" })
	void thePagesLinkToSectionsThatExist(String anchor) {
		assertThat(this.runbook.sections()).anyMatch((section) -> section.anchor().equals(anchor));
	}

	@Test
	void yourOwnRunbookTakesPrecedence() {
		Runbook own = new Runbook(RunbookUnitTests::guide, "https://wiki.example.org/runbook ");
		assertThat(own.link("bookingnopolls").url()).isEqualTo("https://wiki.example.org/runbook#bookingnopolls");
		assertThat(own.link("bookingnopolls").heading()).isEqualTo("BookingNoPolls");
	}

	@Test
	void theBuildAddsTheGuide() {
		assertThat(new Runbook(null).sections()).hasSameSizeAs(this.runbook.sections());
	}

	private static String guide() {
		try {
			return Files.readString(Path.of("..", "docs", "operations.md"));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
