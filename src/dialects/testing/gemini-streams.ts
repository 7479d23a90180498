import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import type { AnswerContext, Codec } from '../codec.ts';
import type { StreamFraming } from '../dialect.ts';
import { geminiCodec } from '../gemini/codec.ts';
import { createFrameReader } from '../sse-frames.ts';

const MAX_FRAME_BYTES = 1 << 20;

/** A request that says nothing beside "Hi". */
export const GEMINI_REQUEST: CanonicalRequest = geminiCodec.parseRequest(
  { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  { model: 'm', query: new URLSearchParams() },
).request;

/** What answers to it are written with; everything costs 0.25 USD. */
export const GEMINI_CONTEXT: AnswerContext = {
  answerId: 'answer1',
  model: 'gemini-3-flash',
  createdAtS: 1_700_000_000,
  request: GEMINI_REQUEST,
  wantsUsage: true,
  costOf: () => '0.25',
};

/** All events of a whole stream of an upstream. */
export function readStream(
  codec: Codec,
  bytes: Buffer,
  framing: StreamFraming = 'sse',
  request: CanonicalRequest = GEMINI_REQUEST,
): readonly CanonicalEvent[] {
  const streamIn = codec.createStreamIn(request);
  const frames = createFrameReader(framing, MAX_FRAME_BYTES).push(bytes);
  return [...frames.flatMap((frame) => streamIn.read(frame)), ...streamIn.close()];
}

/** The bytes of a whole stream for a client. */
export function writeStream(codec: Codec, events: readonly CanonicalEvent[]): Buffer {
  const streamOut = codec.createStreamOut(GEMINI_CONTEXT);
  return Buffer.from(events.map((event) => streamOut.write(event)).join(''));
}
