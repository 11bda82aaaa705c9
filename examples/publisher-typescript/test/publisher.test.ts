import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { BatchResultErrorEntry, SendMessageBatchCommand, SendMessageBatchCommandOutput } from '@aws-sdk/client-sqs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { newTrace, Publisher, toMessage, type BatchClient, type OutgoingMessage } from '../src/publisher.js';

const CONTRACT = new URL('../../../../common-events/src/main/resources/io/bookings/events/', import.meta.url);

/** Records all requests, and answers each with the next failures. */
class FakeSqs implements BatchClient {
  readonly bodies: string[][] = [];
  readonly traces: string[] = [];

  constructor(readonly failures: Array<BatchResultErrorEntry[] | Error> = []) {}

  async send(command: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput> {
    const entries = command.input.Entries ?? [];
    this.bodies.push(entries.map((entry) => entry.MessageBody!));
    this.traces.push(...entries.map((entry) => entry.MessageAttributes!.traceparent!.StringValue!));
    const failed = this.failures.shift() ?? [];
    if (failed instanceof Error) {
      throw failed;
    }
    return { $metadata: {}, Failed: failed, Successful: [] };
  }
}

function messages(count: number): OutgoingMessage[] {
  const now = '2025-02-19T09:58:00Z';
  return Array.from({ length: count }, (_, i) => toMessage(
    { bookingId: `booking-${i}`, providerId: 'provider', acceptedAt: now, eventType: 'BOOKING_CONFIRMED', timestamp: now },
    newTrace()));
}

function publisher(client: BatchClient, attempts = 4): Publisher {
  return new Publisher(client, {
    queueUrls: { BOOKING_CREATED: 'http://localhost/requests', BOOKING_CONFIRMED: 'http://localhost/confirmations' },
    attempts, firstDelay: 1,
  });
}

test('messages are sent in batches of ten with their traces', async () => {
  const sqs = new FakeSqs();
  const all = messages(23);
  assert.deepEqual(await publisher(sqs).publish(all), { sent: 23, notSent: [] });
  assert.deepEqual(sqs.bodies.map((batch) => batch.length), [10, 10, 3]);
  assert.deepEqual(sqs.traces, all.map((message) => message.traceparent));
  assert.match(sqs.traces[0]!, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('only the failed messages of a batch are sent again, with the same body', async () => {
  const sqs = new FakeSqs([[{ Id: '2', Code: 'InternalError', SenderFault: false }, { Id: '5', Code: 'RequestThrottled', SenderFault: true }]]);
  const all = messages(10);
  assert.equal((await publisher(sqs).publish(all)).sent, 10);
  assert.deepEqual(sqs.bodies[1], [all[2]!.body, all[5]!.body]);
});

test('a message that SQS refuses is reported and not sent again', async () => {
  const sqs = new FakeSqs([[{ Id: '1', Code: 'InvalidMessageContents', SenderFault: true }]]);
  const all = messages(3);
  const result = await publisher(sqs).publish(all);
  assert.deepEqual(result, { sent: 2, notSent: [{ message: all[1], reason: 'InvalidMessageContents' }] });
  assert.equal(sqs.bodies.length, 1);
});

test('a failed request is repeated, and reported after all attempts', async () => {
  const down = () => new Error('no connection');
  const sqs = new FakeSqs([down(), down()]);
  assert.equal((await publisher(sqs).publish(messages(2))).sent, 2);
  assert.deepEqual(sqs.bodies[0], sqs.bodies[2]);
  const never = await publisher(new FakeSqs([down(), down()]), 2).publish(messages(2));
  assert.equal(never.sent, 0);
  assert.equal(never.notSent[0]!.reason, 'Error: no connection');
});

test('every good body of the kit is valid by the schema', () => {
  const ajv = new Ajv2020({ allErrors: true });
  const schema = (file: string) => ajv.compile(JSON.parse(readFileSync(new URL(file, CONTRACT), 'utf8')));
  const schemas: Record<string, ReturnType<typeof schema>> = {
    BOOKING_CREATED: schema('booking-created.schema.json'), BOOKING_CONFIRMED: schema('booking-confirmed.schema.json'),
  };
  const kit = JSON.parse(readFileSync(new URL('contract-kit.json', CONTRACT), 'utf8'));
  let rejected = 0;
  for (const { event, name, body, parts, valid } of kit.cases) {
    const text = body ?? parts.map((part: { text: string; times: number }) => part.text.repeat(part.times)).join('');
    let accepted;
    try {
      accepted = schemas[event]!(JSON.parse(text));
    } catch {
      accepted = false;
    }
    assert.ok(accepted || !valid, `${event} ${name}`);
    rejected += accepted ? 0 : 1;
  }
  assert.ok(rejected > 200, `the schema rejects ${rejected} bodies`);
});
