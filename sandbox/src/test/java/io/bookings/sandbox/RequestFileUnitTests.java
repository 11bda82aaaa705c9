package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RequestFileUnitTests {

	private static final String TEXT = """
			# A comment
			@here = http://localhost:1
			@there = http://localhost:2
			@password = secret

			### Store
			# expects 201
			PUT {{here}}/things/a
			Authorization: Basic me {{password}}
			Content-Type: application/json

			{"name": "a",

			"size": 1}

			### Show
			# Another comment
			# expects 200
			GET {{there}}/things/a?full=true
			""";

	@TempDir
	private Path directory;

	@Test
	void aRequestHasItsMethodUrlHeadersBodyAndExpectedStatus() throws IOException {
		List<RequestFile.Request> requests = file(TEXT).with("here", "http://localhost:3").requestsTo("here");
		assertThat(requests).hasSize(1);
		RequestFile.Request request = requests.getFirst();
		assertThat(request).hasToString("Store (PUT http://localhost:3/things/a)");
		assertThat(request.expectedStatus()).isEqualTo(201);
		assertThat(request.request().headers().firstValue("Authorization"))
			.hasValue(new Credentials("me", "secret").authorization());
		assertThat(request.request().headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(request.request().bodyPublisher().orElseThrow().contentLength())
			.isEqualTo("{\"name\": \"a\",\n\n\"size\": 1}".length());
	}

	@Test
	void aRequestCallsTheOperationWithItsMethodAndPath() throws IOException {
		RequestFile.Request request = file(TEXT).requestsTo("there").getFirst();
		assertThat(request.calls("get", "/things/{thingId}")).isTrue();
		assertThat(request.calls("put", "/things/{thingId}")).isFalse();
		assertThat(request.calls("get", "/things")).isFalse();
		assertThat(request.calls("get", "/{kind}")).isFalse();
	}

	@Test
	void aRequestNeedsAnExpectedStatusAndKnownVariables() throws IOException {
		RequestFile withoutStatus = file(TEXT.replace("# expects 200", "# expects success"));
		assertThatIllegalArgumentException().isThrownBy(() -> withoutStatus.requestsTo("there"))
			.withMessage("No expected status: Show");
		RequestFile withoutVariable = file(TEXT.replace("@password", "@secret"));
		assertThatIllegalArgumentException().isThrownBy(() -> withoutVariable.requestsTo("here"))
			.withMessage("The file defines no variable password");
		assertThatIllegalArgumentException().isThrownBy(() -> withoutVariable.with("password", "secret"))
			.withMessage("The file defines no variable password");
	}

	@Test
	void eachRequestOfTheRepositorysFileGoesToOneOfTheServices() throws IOException {
		Path path = Path.of("..", "requests.http");
		RequestFile file = RequestFile.read(path);
		List<String> names = Stream.of("provider", "user")
			.flatMap((host) -> file.requestsTo(host).stream())
			.map(RequestFile.Request::name)
			.toList();
		try (Stream<String> lines = Files.lines(path)) {
			assertThat(names).doesNotHaveDuplicates()
				.containsExactlyInAnyOrderElementsOf(
						lines.filter((line) -> line.startsWith("###")).map((line) -> line.substring(4)).toList());
		}
	}

	private RequestFile file(String text) throws IOException {
		return RequestFile.read(Files.writeString(this.directory.resolve("test.http"), text));
	}

}
