package io.bookings.consumer.notification.email;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SmtpReplyUnitTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					250 Ok 010001933f0a1b2c-2f6c9a0e-1d3b-4c5d-8e9f-0a1b2c3d4e5f-000000 | 010001933f0a1b2c-2f6c9a0e-1d3b-4c5d-8e9f-0a1b2c3d4e5f-000000
					250 2.0.0 Ok: queued as 4XxYz12345zAbC                              | 4XxYz12345zAbC
					250 OK id=1tFQ2x-0000000ABCD-1aBc                                   | 1tFQ2x-0000000ABCD-1aBc
					""")
	void theIdOfTheServerIsInItsReply(String reply, String id) {
		assertThat(SmtpReply.id(reply)).isEqualTo(id);
		assertThat(SmtpReply.id(reply + "\r\n")).isEqualTo(id);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "250 OK", "250 ok 1732658400 qp 12345", "250 Ok accepted", "250 2.0.0 Ok: queued as ",
			"250 Message 17 accepted", "354 Ok 0100-000000" })
	void aReplyOfAnotherFormHasNoId(String reply) {
		assertThat(SmtpReply.id(reply)).isNull();
	}

}
