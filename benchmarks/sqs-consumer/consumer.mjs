// A consumer with sqs-consumer, tuned for a high rate: eight consumers in one process, batches, one insert for each batch.
// It only stores the bookings: no content hash, no dead-letter queue of its own, no metrics.
import { SQSClient } from "@aws-sdk/client-sqs";
import pg from "pg";
import { Consumer } from "sqs-consumer";

const CONSUMERS = 8;
const BATCH = 10;
const LONG_POLL_SECONDS = 10;
const COLUMNS = ["booking_id", "user_id", "provider_id", "slot_id", "slot_start", "slot_end", "requested_at"];

const environment = process.env;
const queueUrl = environment.SQS_BOOKING_REQUEST_QUEUE_URL;
const databaseUrl = new URL(environment.SPRING_DATASOURCE_URL.replace("jdbc:", ""));
databaseUrl.username = environment.SPRING_DATASOURCE_USERNAME;
databaseUrl.password = environment.SPRING_DATASOURCE_PASSWORD;
const database = new pg.Pool({ connectionString: databaseUrl.href, max: CONSUMERS });
const sqs = new SQSClient({ endpoint: environment.SPRING_CLOUD_AWS_SQS_ENDPOINT });

// The driver prepares a named statement once for each connection.
const inserts = Array.from({ length: BATCH }, (_, index) => {
	const rows = Array.from({ length: index + 1 }, (_, row) =>
		`(${COLUMNS.map((_, column) => `$${row * COLUMNS.length + column + 1}`)})`);
	return {
		name: `insert-${index + 1}`,
		text: `insert into processed_booking (${COLUMNS}) values ${rows} on conflict do nothing`,
	};
});

async function store(messages) {
	const values = [];
	for (const { Body } of messages) {
		const event = JSON.parse(Body);
		values.push(event.bookingId, event.userId, event.providerId, event.slotId, event.slotStart, event.slotEnd,
			event.timestamp);
	}
	await database.query({ ...inserts[messages.length - 1], values });
	return messages; // sqs-consumer deletes these, with one request.
}

await database.query(`create table if not exists processed_booking (booking_id text primary key, user_id text not null,
	provider_id text not null, slot_id text not null, slot_start timestamptz not null, slot_end timestamptz not null,
	requested_at timestamptz not null, processed_at timestamptz not null default now())`);

const consumers = Array.from({ length: CONSUMERS }, () => {
	const consumer = Consumer.create({
		queueUrl,
		sqs,
		batchSize: BATCH,
		waitTimeSeconds: LONG_POLL_SECONDS,
		handleMessageBatch: store,
	});
	consumer.on("error", (error) => {
		if (consumer.status.isRunning) {
			console.error(error);
			process.exit(1);
		}
	});
	consumer.start();
	return consumer;
});

process.on("SIGTERM", () => {
	consumers.forEach((consumer) => consumer.stop({ abort: true }));
	database.end().then(() => process.exit(0));
});
