import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SendMessageBatchCommandOutput } from '@aws-sdk/client-sqs';
import type { BookingConfirmed, BookingCreated } from './events.js';

export type BookingEvent = BookingCreated | BookingConfirmed;

/**
 * An event that is ready to be sent. The body is written once: each attempt sends the same one, so that it is always a
 * repeat and never a conflict. A product stores this object in the transaction that changes the booking (a
 * transactional outbox, as in ../publisher-java), and deletes it after SQS has accepted it.
 */
export interface OutgoingMessage {
  readonly eventType: BookingEvent['eventType'];
  readonly body: string;
  readonly traceparent: string;
}

/** The part of SQSClient that the publisher uses. */
export interface BatchClient {
  send(command: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput>;
}

export interface PublisherOptions {
  readonly queueUrls: Readonly<Record<BookingEvent['eventType'], string>>;
  /** How often a message is sent before publish() reports it as not sent. */
  readonly attempts?: number;
  /** The wait before the second attempt, in milliseconds. It doubles with each further attempt. */
  readonly firstDelay?: number;
}

export interface PublishResult {
  readonly sent: number;
  /** Messages that SQS refuses, or did not accept in all attempts, with the last reason. */
  readonly notSent: ReadonlyArray<{ readonly message: OutgoingMessage; readonly reason: string }>;
}

/** The most messages that SendMessageBatch accepts. Ten of our bodies are far below its limit of 1 MiB. */
const BATCH = 10;

/**
 * The failures that the message itself causes, for example by its characters. The flag SenderFault does not show this: SQS
 * also sets it for throttled requests.
 */
const PERMANENT: ReadonlySet<string> = new Set(['InvalidMessageContents', 'InvalidParameterValue']);

export function toMessage(event: BookingEvent, traceparent: string): OutgoingMessage {
  return { eventType: event.eventType, body: JSON.stringify(event), traceparent };
}

/** Starts a sampled trace (W3C Trace Context). With OpenTelemetry, use the current span instead. */
export function newTrace(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

export class Publisher {
  readonly #client: BatchClient;
  readonly #options: Required<PublisherOptions>;

  constructor(client: BatchClient, options: PublisherOptions) {
    this.#client = client;
    this.#options = { attempts: 8, firstDelay: 100, ...options };
  }

  /** Sends messages in batches of ten, and sends those again that fail. */
  async publish(messages: readonly OutgoingMessage[]): Promise<PublishResult> {
    const notSent: Array<PublishResult['notSent'][number]> = [];
    for (const [eventType, queueUrl] of Object.entries(this.#options.queueUrls)) {
      const ofType = messages.filter((message) => message.eventType === eventType);
      for (let start = 0; start < ofType.length; start += BATCH) {
        notSent.push(...await this.#publishBatch(queueUrl, ofType.slice(start, start + BATCH)));
      }
    }
    return { sent: messages.length - notSent.length, notSent };
  }

  async #publishBatch(queueUrl: string, batch: OutgoingMessage[]): Promise<Array<PublishResult['notSent'][number]>> {
    const refused: Array<PublishResult['notSent'][number]> = [];
    let waiting = batch;
    const reasons = new Map<OutgoingMessage, string>();
    for (let attempt = 0; attempt < this.#options.attempts && waiting.length > 0; attempt++) {
      if (attempt > 0) {
        await sleep(this.#options.firstDelay * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      }
      const again: OutgoingMessage[] = [];
      for (const { message, reason } of await this.#send(queueUrl, waiting)) {
        if (PERMANENT.has(reason)) {
          refused.push({ message, reason });
        } else {
          reasons.set(message, reason);
          again.push(message);
        }
      }
      waiting = again;
    }
    return [...refused, ...waiting.map((message) => ({ message, reason: reasons.get(message) ?? 'not sent' }))];
  }

  /** Sends one request. A response with status 200 can contain failed messages. */
  async #send(queueUrl: string, batch: OutgoingMessage[]) {
    try {
      const response = await this.#client.send(new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map(({ body, traceparent }, index) => ({
          Id: String(index),
          MessageBody: body,
          MessageAttributes: { traceparent: { DataType: 'String', StringValue: traceparent } },
        })),
      }));
      return (response.Failed ?? []).map(({ Id, Code }) => ({ message: batch[Number(Id)]!, reason: Code ?? 'unknown' }));
    } catch (error) {
      // It is not known whether SQS has accepted the messages. The consumers detect repeats.
      return batch.map((message) => ({ message, reason: String(error) }));
    }
  }
}
