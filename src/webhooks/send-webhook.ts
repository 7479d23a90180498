import { Webhook } from 'standardwebhooks';
import type { Clock } from '../core/clock.ts';
import type { Secret } from '../core/secret.ts';
import { type Outbound, OutboundError } from '../upstream/index.ts';

/** One request of a webhook. */
export interface WebhookRequest {
  readonly url: string;
  readonly messageId: string;
  readonly body: string;
  /** The newest first; a receiver that knows any of them accepts it. */
  readonly secrets: readonly Secret[];
}

/** What came of it. */
export interface WebhookAnswer {
  readonly startedAtMs: number;
  readonly totalMs: number;
  /** Null when nothing was answered. */
  readonly answerStatus: number | null;
  readonly error: string | null;
  readonly answer: string | null;
}

/** What requests are made with. */
export interface SendWebhookDeps {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly allowPrivate: boolean;
}

const TIMEOUT_MS = 15_000;
const KEPT_ANSWER_BYTES = 4_096;

/** Sends a webhook as Standard Webhooks says (github.com/standard-webhooks), and never throws. */
export async function sendWebhook(request: WebhookRequest, deps: SendWebhookDeps): Promise<WebhookAnswer> {
  const { outbound, clock, allowPrivate } = deps;
  const startedAtMs = clock.nowMs();
  const startedMs = clock.monotonicMs();
  const told = (rest: Pick<WebhookAnswer, 'answerStatus' | 'error' | 'answer'>): WebhookAnswer => ({
    ...{ startedAtMs, totalMs: Math.round(clock.monotonicMs() - startedMs) },
    ...rest,
  });
  try {
    const { status, body } = await outbound.send({
      ...{ url: request.url, method: 'POST', allowPrivate, timeoutMs: TIMEOUT_MS },
      headers: headersOf(request, startedAtMs),
      body: Buffer.from(request.body),
    });
    return told({ answerStatus: status, error: null, answer: await readBeginning(body) });
  } catch (error) {
    const sentence = error instanceof OutboundError ? error.message : 'the request could not be made';
    return told({ answerStatus: null, error: sentence, answer: null });
  }
}

function headersOf({ messageId, body, secrets }: WebhookRequest, nowMs: number): string[] {
  const at = new Date(nowMs);
  const signatures = secrets.map((secret) => new Webhook(secret.reveal()).sign(messageId, at, body));
  return [
    ...['content-type', 'application/json', 'user-agent', 'Turnpike-Webhooks'],
    ...['webhook-id', messageId, 'webhook-timestamp', String(Math.floor(nowMs / 1_000))],
    ...['webhook-signature', signatures.join(' ')],
  ];
}

/** What an answer says counts by its status, so a body that breaks off is as good as it came. */
async function readBeginning(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= KEPT_ANSWER_BYTES) {
        break;
      }
    }
  } catch {
    // It broke off.
  }
  body.destroy();
  // PostgreSQL takes no NUL in a text.
  return Buffer.concat(chunks).subarray(0, KEPT_ANSWER_BYTES).toString('utf8').replaceAll('\0', '\uFFFD');
}
