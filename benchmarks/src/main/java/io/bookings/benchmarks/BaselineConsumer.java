package io.bookings.benchmarks;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A consumer without a framework that does only the necessary work: receive ten messages,
 * store the new ones with one statement, delete ten. It has no limits, health, metrics or
 * dead-letter queue. Every failure ends it.
 */
public final class BaselineConsumer {

	private static final int BATCH = 10;

	private static final int LONG_POLL_SECONDS = 10;

	private static final String[] TABLES = { """
			create table if not exists processed_booking (event_type text not null, booking_id text not null,
				content_hash bytea not null, message_id text not null, processed_at timestamptz not null,
				primary key (event_type, booking_id))""", """
			create table if not exists booking_request (booking_id text primary key, user_id text not null,
				provider_id text not null, slot_id text not null, slot_start timestamptz not null,
				slot_end timestamptz not null, requested_at timestamptz not null, received_at timestamptz not null)""",
			"create index if not exists processed_at on processed_booking using brin (processed_at)",
			"create index if not exists of_provider on booking_request (provider_id, slot_start, booking_id)" };

	private static final String INSERT = """
			with incoming as (
				select * from unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
					as t (booking_id, content_hash, message_id, user_id, provider_id, slot_id, slot_start, slot_end, requested_at)
			), processed as (
				insert into processed_booking
				select 'BOOKING_CREATED', booking_id, content_hash, message_id, now() from incoming
				on conflict do nothing returning booking_id
			), stored as (
				insert into booking_request
				select booking_id, user_id, provider_id, slot_id, slot_start::timestamptz, slot_end::timestamptz,
					requested_at::timestamptz, now()
				from processed join incoming using (booking_id)
			)
			select booking_id from processed""";

	private static final String FIND = """
			select booking_id, content_hash from processed_booking
			where event_type = 'BOOKING_CREATED' and booking_id = any(?)""";

	private static final String[] FIELDS = { "userId", "providerId", "slotId", "slotStart", "slotEnd", "timestamp" };

	private final JsonMapper json = JsonMapper.builder().build();

	private final SqsClient sqs;

	private final String queueUrl;

	private final String[] database;

	private BaselineConsumer(SqsClient sqs, String queueUrl, String... database) {
		this.sqs = sqs;
		this.queueUrl = queueUrl;
		this.database = database;
	}

	/**
	 * Consumes until it is stopped.
	 * @param args the number of threads
	 */
	public static void main(String[] args) throws SQLException {
		Map<String, String> environment = System.getenv();
		String queueUrl = environment.getOrDefault("SQS_BOOKING_REQUEST_QUEUE_URL", "");
		int threads = Integer.parseInt(args[0]);
		SqsClient sqs = SqsClient.builder()
			.endpointOverride(URI.create(environment.getOrDefault("SPRING_CLOUD_AWS_SQS_ENDPOINT", "")))
			.httpClient(AwsCrtHttpClient.builder().maxConcurrency(threads).build())
			.checksumValidationEnabled(false)
			.build();
		BaselineConsumer consumer = new BaselineConsumer(sqs, queueUrl,
				environment.getOrDefault("SPRING_DATASOURCE_URL", ""),
				environment.getOrDefault("SPRING_DATASOURCE_USERNAME", ""),
				environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
		try (Connection connection = consumer.connect(); Statement statement = connection.createStatement()) {
			for (String table : TABLES) {
				statement.execute(table);
			}
		}
		for (int i = 0; i < threads; i++) {
			Thread.ofPlatform().name("baseline-" + i).start(consumer::consume);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.database[0], this.database[1], this.database[2]);
	}

	private void consume() {
		try (Connection connection = connect();
				PreparedStatement insert = connection.prepareStatement(INSERT);
				PreparedStatement find = connection.prepareStatement(FIND)) {
			while (true) {
				List<Message> messages = this.sqs
					.receiveMessage((request) -> request.queueUrl(this.queueUrl)
						.maxNumberOfMessages(BATCH)
						.waitTimeSeconds(LONG_POLL_SECONDS))
					.messages();
				if (!messages.isEmpty()) {
					store(messages, insert, find);
					delete(messages);
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void store(List<Message> messages, PreparedStatement insert, PreparedStatement find) throws SQLException {
		Map<String, byte[]> hashes = new LinkedHashMap<>();
		List<List<String>> columns = new ArrayList<>();
		for (int i = 0; i < FIELDS.length + 2; i++) {
			columns.add(new ArrayList<>(messages.size()));
		}
		for (Message message : messages) {
			JsonNode event = this.json.readTree(message.body());
			List<String> values = new ArrayList<>(FIELDS.length);
			for (String field : FIELDS) {
				values.add(event.get(field).stringValue());
			}
			byte[] hash = hash(String.join("\n", values));
			if (hashes.putIfAbsent(event.get("bookingId").stringValue(), hash) == null) {
				columns.get(0).add(event.get("bookingId").stringValue());
				columns.get(1).add(message.messageId());
				for (int i = 0; i < FIELDS.length; i++) {
					columns.get(i + 2).add(values.get(i));
				}
			}
		}
		Connection connection = insert.getConnection();
		insert.setArray(1, array(connection, columns.get(0)));
		insert.setArray(2, connection.createArrayOf("bytea", hashes.values().toArray(byte[][]::new)));
		for (int i = 1; i < columns.size(); i++) {
			insert.setArray(i + 2, array(connection, columns.get(i)));
		}
		Set<String> known = new HashSet<>(hashes.keySet());
		try (ResultSet stored = insert.executeQuery()) {
			while (stored.next()) {
				known.remove(stored.getString(1));
			}
		}
		if (!known.isEmpty()) {
			compare(known, hashes, find);
		}
	}

	private static void compare(Set<String> known, Map<String, byte[]> hashes, PreparedStatement find)
			throws SQLException {
		find.setArray(1, array(find.getConnection(), known));
		try (ResultSet found = find.executeQuery()) {
			while (found.next()) {
				if (!MessageDigest.isEqual(found.getBytes(2), hashes.get(found.getString(1)))) {
					throw new IllegalStateException("A conflict: " + found.getString(1));
				}
			}
		}
	}

	private static Array array(Connection connection, Iterable<String> values) throws SQLException {
		List<String> all = new ArrayList<>();
		values.forEach(all::add);
		return connection.createArrayOf("text", all.toArray());
	}

	private static byte[] hash(String content) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void delete(List<Message> messages) {
		List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(messages.size());
		for (Message message : messages) {
			entries.add(DeleteMessageBatchRequestEntry.builder()
				.id(Integer.toString(entries.size()))
				.receiptHandle(message.receiptHandle())
				.build());
		}
		this.sqs.deleteMessageBatch((request) -> request.queueUrl(this.queueUrl).entries(entries));
	}

}
