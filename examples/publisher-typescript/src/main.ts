// Publishes sample bookings: node dist/src/main.js [BOOKINGS]
import { SQSClient } from '@aws-sdk/client-sqs';
import { newTrace, Publisher, toMessage, type OutgoingMessage } from './publisher.js';

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set.`);
  }
  return value;
}

const bookings = Number(process.argv[2] ?? 200);
const prefix = process.env.PUBLISHER_PREFIX ?? `typescript-${Date.now()}`;
const slotStart = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000);
const slotEnd = new Date(slotStart.getTime() + 3_600_000);

const messages: OutgoingMessage[] = [];
for (let i = 1; i <= bookings; i++) {
  const bookingId = `${prefix}-${i}`;
  const now = new Date().toISOString();
  // The confirmation continues the trace of its booking.
  const traceparent = newTrace();
  messages.push(toMessage({
    bookingId, userId: 'user-456', providerId: 'provider-789', slotId: `slot-${i}`,
    slotStart: slotStart.toISOString(), slotEnd: slotEnd.toISOString(), eventType: 'BOOKING_CREATED', timestamp: now,
  }, traceparent));
  messages.push(toMessage({
    bookingId, providerId: 'provider-789', acceptedAt: now, eventType: 'BOOKING_CONFIRMED', timestamp: now,
  }, traceparent));
}

// Region, credentials and endpoint come from the environment.
const client = new SQSClient({});
const { sent, notSent } = await new Publisher(client, {
  queueUrls: {
    BOOKING_CREATED: required('SQS_BOOKING_REQUEST_QUEUE_URL'),
    BOOKING_CONFIRMED: required('SQS_BOOKING_CONFIRMATION_QUEUE_URL'),
  },
}).publish(messages);
client.destroy();
console.log(`${bookings} bookings: SQS has accepted ${sent} of ${messages.length} events.`);
for (const { reason } of notSent) {
  console.error(`Not sent: ${reason}`);
}
process.exitCode = notSent.length > 0 ? 1 : 0;
