import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Features, noSignature } from '../../src/dialects/testing/arbitrary-canonical.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../../src/dialects/testing/arbitrary-events.ts';
import { plainRequest } from '../../src/dialects/testing/responses-streams.ts';
import { collectStream } from '../../src/dialects/translation/collect-response.ts';
import { cutAt } from '../support/dialects/run-tap.ts';
import { countedBy } from '../support/translation/accounts.ts';
import { CLIENTS, EVENT_CLIENTS, readStreamed, readWhole } from '../support/translation/clients.ts';
import { contextOf, openPurePassage, relay, upstreamStream } from '../support/translation/pure-passage.ts';
import { saidIn, thoughtIn } from '../support/translation/said.ts';
import { asked } from './conversations/pieces.ts';

/** What every dialect has a place for. */
const COMMON: Partial<Features> = { signature: noSignature, reasoning: true };
/** What only some have a place for; tools with free text not, which a client must have offered. */
const EVERYTHING: Partial<Features> = {
  redactedReasoning: true,
  refusals: true,
  citations: true,
  generatedImages: true,
  logprobs: true,
  maxChoices: 3,
};
const REQUEST = plainRequest({ turns: [asked('Hello')] });
const RUNS = { numRuns: 30 };

const PAIRS = CLIENTS.flatMap((client) =>
  EVENT_CLIENTS.filter(({ codec }) => codec.dialect !== client.codec.dialect).map(
    (upstream) => [client, upstream] as const,
  ),
);

/** Bytes of a stream, and where it is cut into pieces. */
const arbitraryCuts = fc.array(fc.nat(), { maxLength: 8 });

function piecesOf(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const offsets = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return cutAt(bytes, offsets);
}

for (const [client, upstream] of PAIRS) {
  describe(`${client.name} on ${upstream.name}`, () => {
    const passage = openPurePassage(client, upstream, { ...REQUEST, isStreaming: true });

    it('a stream in any pieces is a stream of the client, says the same and counts the same', () => {
      fc.assert(
        fc.property(arbitraryEvents(COMMON), arbitraryCuts, ({ events }, cuts) => {
          const bytes = upstreamStream(upstream.codec, events);
          const whole = relay(passage, [bytes]);
          const got = readStreamed(client, whole.bytes, REQUEST);
          const given = collectStream(bytes, 'sse', upstream.codec.createStreamIn(REQUEST));
          expect(saidIn(got)).toEqual(saidIn(given));
          expect(thoughtIn(got)).toBe(thoughtIn(given));
          expect(countedBy(whole.tap.measured())).toEqual(countedBy(given.measured));
          expect(countedBy(got.measured) ?? NOTHING).toEqual(countedBy(given.measured) ?? NOTHING);
          expect(relay(passage, piecesOf(bytes, cuts)).bytes.equals(whole.bytes)).toBe(true);
        }),
        RUNS,
      );
    });

    it('a stream of anything is a stream of the client', () => {
      fc.assert(
        fc.property(arbitraryEvents(EVERYTHING), ({ events }) => {
          const { bytes } = relay(passage, [upstreamStream(upstream.codec, events)]);
          expect(client.checkStream(bytes)).toBe('whole');
        }),
        RUNS,
      );
    });

    it('a stream that is cut anywhere, or fails, ends in an error', () => {
      fc.assert(
        fc.property(
          arbitraryEvents(EVERYTHING),
          fc.double({ min: 0, max: 1, noNaN: true }),
          ({ events }, at) => {
            const frames = framesOf(upstreamStream(upstream.codec, events));
            const kept = frames.slice(0, 1 + Math.floor(at * (frames.length - 2)));
            const { bytes, tap } = relay(passage, kept);
            if (!tap.isComplete()) {
              expect(client.checkStream(bytes), bytes.toString()).toBe('failed');
            } else {
              expect(saysEnd(kept)).toBe(true);
            }
          },
        ),
        RUNS,
      );
      fc.assert(
        fc.property(arbitraryFailedEvents(EVERYTHING), (events) => {
          const { bytes } = relay(passage, [upstreamStream(upstream.codec, events)]);
          expect(client.checkStream(bytes)).toBe('failed');
        }),
        RUNS,
      );
    });

    it('a whole answer says the same and counts the same', () => {
      const asWhole = openPurePassage(client, upstream, REQUEST);
      fc.assert(
        fc.property(arbitraryEvents(COMMON), ({ response }) => {
          const answer = Buffer.from(JSON.stringify(upstream.codec.buildResponse(response, contextOf())));
          const given = readWhole(upstream, answer.toString(), REQUEST);
          const { bytes, measured } = asWhole.readAnswer(answer, () => '0.25');
          const got = readWhole(client, bytes.toString(), REQUEST);
          expect(saidIn(got)).toEqual(saidIn(given));
          expect(thoughtIn(got)).toBe(thoughtIn(given));
          expect(countedBy(measured)).toEqual(countedBy(given.measured));
          expect(countedBy(got.measured) ?? NOTHING).toEqual(countedBy(given.measured) ?? NOTHING);
        }),
        RUNS,
      );
    });
  });
}

/** Some dialects must say a use even where none was counted. */
const NOTHING = { input: 0, cacheRead: 0, output: 0 };

function framesOf(bytes: Buffer): readonly Buffer[] {
  return bytes
    .toString('utf8')
    .split(/(?<=\n\n)/)
    .map((frame) => Buffer.from(frame));
}

/** A dialect whose last frame only counts has said everything before it. */
function saysEnd(frames: readonly Buffer[]): boolean {
  return /finish_reason":"|finishReason|stop_reason":"|"status":"(completed|incomplete)/.test(
    Buffer.concat(frames).toString('utf8'),
  );
}
