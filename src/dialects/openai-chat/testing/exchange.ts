import type { CanonicalEvent, CanonicalRequest } from '../../../canonical/index.ts';
import { Refusal } from '../../../core/refusal.ts';
import { type AnswerContext, CannotCarryError, type ParsedRequest } from '../../codec.ts';
import type { JsonObject } from '../../dialect.ts';
import { createFrameReader } from '../../sse-frames.ts';
import { parseChatRequest } from '../parse-request.ts';
import { createChatStreamIn } from '../stream-in.ts';

/** A message of a user. */
export const HELLO = { role: 'user', content: 'Hello' };

/** Reads a body that has these members beside a greeting. */
export function parse(members: JsonObject): ParsedRequest {
  return parseChatRequest({ model: 'm', messages: [HELLO], ...members });
}

/** A request that asks for nothing in particular. */
export const ASKED: CanonicalRequest = parse({}).request;

/** What such a body is refused with: the place and the sentence. */
export function refusalOf(members: JsonObject): string {
  try {
    parse(members);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.message;
    }
    if (error instanceof CannotCarryError) {
      return `${error.at} ${error.message}`;
    }
  }
  return 'taken';
}

/** What an answer to a request is written with; every use costs a quarter of a dollar. */
export function contextOf(request: CanonicalRequest): AnswerContext {
  return {
    answerId: 'abc123',
    model: 'some-model',
    createdAtS: 1_755_000_000,
    request,
    wantsUsage: true,
    costOf: () => '0.25',
  };
}

/** The chunks of a stream as the SDK's `toReadableStream` gives them on: one JSON text a line. */
export function readableOf(text: string): ReadableStream {
  const lines = text.split('\n\n').filter((event) => event.startsWith('data: {'));
  return new Blob(lines.map((event) => `${event.slice('data: '.length)}\n`)).stream();
}

/** The events of a whole stream of an upstream. */
export function readStream(text: string): readonly CanonicalEvent[] {
  const streamIn = createChatStreamIn(ASKED);
  const frames = createFrameReader('sse', 1 << 20).push(Buffer.from(text));
  return [...frames.flatMap((frame) => streamIn.read(frame)), ...streamIn.close()];
}
