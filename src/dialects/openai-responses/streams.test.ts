import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import type { CanonicalResponse } from '../../canonical/index.ts';
import type { Features } from '../testing/arbitrary-canonical.ts';
import { arbitraryResponse } from '../testing/arbitrary-canonical.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../testing/arbitrary-events.ts';
import { arbitrarySignature } from '../testing/arbitrary-features.ts';
import { comparable } from '../testing/comparable.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { checkResponsesStream } from '../testing/responses-grammar.ts';
import { answerContext, plainRequest, readResponses, writeResponses } from '../testing/responses-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { responsesCodec } from './codec.ts';

/** Everything that answers of Responses can carry. States hang on thinking alone. */
const CARRIED: Partial<Features> = {
  signature: (on) => (on === 'reasoning' ? fc.option(arbitrarySignature('elsewhere')) : fc.constant(null)),
  redactedReasoning: true,
  refusals: true,
  citations: true,
  customTools: true,
  generatedImages: true,
};

/** An answer as its client sees it: under the gateway's id, served in the usual tier. */
function asSent(response: CanonicalResponse): CanonicalResponse {
  const { measured } = response;
  return comparable({
    ...response,
    id: 'resp_01k',
    measured: measured === null ? null : { ...measured, serviceTier: 'default' },
  });
}

describe('answers through Responses', () => {
  it('come back from a stream as they went into it, and the stream keeps the grammar', () => {
    fc.assert(
      fc.property(arbitraryEvents(CARRIED), ({ response, events }) => {
        const text = writeResponses(events);
        const { items, response: last } = checkResponsesStream(text);
        expect(last.output).toEqual(items);
        const came = readResponses(text);
        expect(checkEventGrammar(came)).toBe('whole');
        expect(comparable(collectResponse(came))).toEqual(asSent(response));
      }),
    );
  });

  it('come back whole as they went', () => {
    fc.assert(
      fc.property(arbitraryResponse(CARRIED), (response) => {
        const body = responsesCodec.buildResponse(response, answerContext());
        const came = responsesCodec.parseResponse(body, plainRequest());
        expect(comparable(came)).toEqual(asSent(response));
      }),
    );
  });

  it('are the same whole as at the end of a stream', () => {
    fc.assert(
      fc.property(arbitraryEvents(CARRIED), ({ response, events }) => {
        const { response: last } = checkResponsesStream(writeResponses(events));
        expect(responsesCodec.buildResponse(collectResponse(events), answerContext())).toEqual(last);
        expect(response.choices).toHaveLength(1);
      }),
    );
  });

  it('keep how likely tokens were', () => {
    fc.assert(
      fc.property(
        arbitraryEvents({ logprobs: true, signature: () => fc.constant(null) }),
        ({ response, events }) => {
          const parts = response.choices[0]?.parts ?? [];
          fc.pre(parts.at(-1)?.type === 'text');
          const came = collectResponse(readResponses(writeResponses(events)));
          expect(came.choices[0]?.logprobs).toEqual(response.choices[0]?.logprobs);
        },
      ),
    );
  });

  it('fact 11: an error at any place ends the stream with response.failed, of the same kind', () => {
    fc.assert(
      fc.property(arbitraryFailedEvents({ ...CARRIED, maxChoices: 2 }), (events) => {
        const text = writeResponses(events);
        expect(checkResponsesStream(text).ending).toBe('failed');
        const came = readResponses(text);
        expect(checkEventGrammar(came)).toBe('failed');
        const [sent, read] = [events.at(-1), came.at(-1)];
        const kind = sent?.type === 'error' ? sent.error.kind : null;
        expect(read).toMatchObject({ error: { kind: kind === 'overloaded' ? 'server' : kind } });
      }),
    );
  });
});

describe('every fixture', () => {
  const files = readdirSync(new URL('fixtures/', import.meta.url)).filter((file) => file.endsWith('.sse'));
  for (const file of files) {
    it(`${file} keeps the grammar of events, and makes a stream that keeps ours`, () => {
      const events = readResponses(readFixture('openai-responses', file));
      const ending = /truncated/.test(file) ? 'cut' : /error|failed/.test(file) ? 'failed' : 'whole';
      expect(checkEventGrammar(events)).toBe(ending);
      if (ending !== 'cut') {
        checkResponsesStream(writeResponses(events));
      }
    });
  }
});
