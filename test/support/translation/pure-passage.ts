import type { CanonicalEvent, CanonicalRequest } from '../../../src/canonical/index.ts';
import { readMembers } from '../../../src/core/json-members.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import type { AnswerContext, Codec } from '../../../src/dialects/codec.ts';
import type { StreamTap } from '../../../src/dialects/dialect.ts';
import type { Call, Passage } from '../../../src/dialects/passage.ts';
import { createFrameReader } from '../../../src/dialects/sse-frames.ts';
import { answerContext } from '../../../src/dialects/testing/responses-streams.ts';
import type { Generator } from '../../../src/dialects/translation/generator.ts';
import { findGenerator } from '../../../src/dialects/translation/generators.ts';
import { translate } from '../../../src/dialects/translation/translate.ts';
import { bodyOf, type Client } from './clients.ts';

/** The way from a client to an upstream of another dialect, without any network. */
export function openPurePassage(client: Client, upstream: Client, request: CanonicalRequest): Passage {
  const call = callOf(client, request);
  return translate(call, generatorOf(client), generatorOf(upstream), {
    model: upstream.ownModel,
    maxOutputTokens: null,
    answerId: 'answer1',
    createdAtS: 1_755_000_000,
  });
}

/** The bytes of a stream that an upstream of this dialect sends for these events. */
export function upstreamStream(codec: Codec, events: readonly CanonicalEvent[]): Buffer {
  const out = codec.createStreamOut(contextOf());
  return Buffer.from(events.map((event) => out.write(event)).join(''));
}

/** What answers of an upstream are written with; everything costs 0.25 USD. */
export function contextOf(): AnswerContext {
  return answerContext();
}

/** What a client got of a stream, and the tap that saw it. */
export interface Relayed {
  readonly bytes: Buffer;
  readonly tap: StreamTap;
}

/** Sends an upstream's stream to the client, piece by piece; one that says no end is cut there. */
export function relay(passage: Passage, pieces: readonly Buffer[]): Relayed {
  const reader = createFrameReader(passage.framing, 1 << 22);
  const tap = passage.createStreamTap({ wantsUsage: true, costOf: () => '0.25' });
  const sent: Buffer[] = [];
  for (const frame of pieces.flatMap((piece) => reader.push(piece))) {
    if (tap.read(frame) !== 'hide') {
      sent.push(tap.rewrite(frame));
    }
  }
  sent.push(tap.close());
  if (!tap.isComplete() && !tap.hasFailed()) {
    sent.push(tap.errorFrame(new Refusal('upstream_failed'), 'req_1'));
  }
  return { bytes: Buffer.concat(sent), tap };
}

function callOf(client: Client, request: CanonicalRequest): Call {
  const { stream, whole } = generatorOf(client);
  const operation = request.isStreaming ? stream : whole;
  const body = bodyOf(client, request, client.ownModel);
  const bytes = Buffer.from(JSON.stringify({ ...body, model: client.ownModel }));
  const [, query] = client.path(client.ownModel, request.isStreaming).split('?');
  const address = { model: client.ownModel, query: new URLSearchParams(query) };
  return {
    operation,
    address,
    bytes,
    body,
    members: readMembers(bytes),
    facts: operation.readFacts(body, address),
  };
}

function generatorOf({ codec }: Client): Generator {
  const found = findGenerator(codec.dialect);
  if (found === undefined) {
    throw new Error(`${codec.dialect} generates nothing`);
  }
  return found;
}
