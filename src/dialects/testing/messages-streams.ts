import type { CanonicalEvent } from '../../canonical/index.ts';
import { messagesCodec } from '../anthropic-messages/codec.ts';
import type { AnswerContext } from '../codec.ts';
import { createFrameReader } from '../sse-frames.ts';
import { MESSAGES_REQUEST } from './messages-requests.ts';

const MAX_FRAME_BYTES = 1 << 20;

/** What answers are written with; everything costs 0.25 USD. */
export const MESSAGES_CONTEXT: AnswerContext = {
  answerId: 'answer1',
  model: 'claude-sonnet-4-5',
  createdAtS: 1_700_000_000,
  request: MESSAGES_REQUEST,
  wantsUsage: true,
  costOf: () => '0.25',
};

/** All events of a whole stream of an upstream. */
export function readMessagesStream(
  bytes: Buffer | string,
  request = MESSAGES_REQUEST,
): readonly CanonicalEvent[] {
  const streamIn = messagesCodec.createStreamIn(request);
  const frames = createFrameReader('sse', MAX_FRAME_BYTES).push(Buffer.from(bytes));
  return [...frames.flatMap((frame) => streamIn.read(frame)), ...streamIn.close()];
}

/** The text of a whole stream for a client. */
export function writeMessagesStream(events: readonly CanonicalEvent[]): string {
  const streamOut = messagesCodec.createStreamOut(MESSAGES_CONTEXT);
  return events.map((event) => streamOut.write(event)).join('');
}
