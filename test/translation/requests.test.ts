import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalField, CanonicalRequest } from '../../src/canonical/index.ts';
import { Refusal } from '../../src/core/refusal.ts';
import { CannotCarryError } from '../../src/dialects/codec.ts';
import { arbitraryRequest } from '../../src/dialects/testing/arbitrary-canonical.ts';
import { type Client, EVENT_CLIENTS } from '../support/translation/clients.ts';
import { type Gist, gistOf } from '../support/translation/gist.ts';
import { openPurePassage } from '../support/translation/pure-passage.ts';
import { CONVERSATIONS, type Conversation, type Dialect } from './conversations/index.ts';

const PAIRS = EVENT_CLIENTS.flatMap((client) =>
  EVENT_CLIENTS.filter(({ codec }) => codec.dialect !== client.codec.dialect).map(
    (upstream) => [client, upstream] as const,
  ),
);

for (const [client, upstream] of PAIRS) {
  describe(`requests of ${client.name} to ${upstream.name}`, () => {
    const sayable = CONVERSATIONS.filter((one) => !one.unsayableIn.includes(client.codec.dialect as Dialect));
    it.each(sayable)('mean the same: $name', (conversation) => expectKept(client, upstream, conversation));

    it('say, show, call and give the same, whatever it is', () => {
      fc.assert(
        fc.property(arbitraryRequest(), (request) => {
          const said = orNull(() => saidBy(client, request));
          const passage = said === null ? null : orNull(() => openPurePassage(client, upstream, request));
          const sent = passage === null ? null : orNull(() => reread(upstream, passage.body));
          if (said !== null && sent !== null) {
            expect(talkOf(sent)).toEqual(talkOf(said));
          }
        }),
      );
    });

    it('lose no setting without naming it', () => {
      fc.assert(
        fc.property(arbitraryRequest(), (request) => {
          const said = orNull(() => saidBy(client, request));
          const passage = said === null ? null : orNull(() => openPurePassage(client, upstream, request));
          const sent = passage === null ? null : orNull(() => reread(upstream, passage.body));
          if (said !== null && passage !== null && sent !== null) {
            expect(lostSettings(client, said, sent, passage.dropped)).toEqual([]);
          }
        }),
      );
    });
  });
}

/** What is said, shown, called and given, without the settings around it. */
function talkOf(request: CanonicalRequest): Partial<Gist> {
  const { media, calls, results, ...others } = gistOf(request);
  return { words: withoutFrames(others), media, calls, results };
}

/** What an upstream is asked, read as one of its own clients had said it, means what the client said. */
function expectKept(client: Client, upstream: Client, { request, unsayableIn }: Conversation): void {
  const streaming = { ...request, isStreaming: true };
  if (unsayableIn.includes(upstream.codec.dialect as Dialect)) {
    expect(() => openPurePassage(client, upstream, streaming)).toThrow(Refusal);
    return;
  }
  const passage = openPurePassage(client, upstream, streaming);
  expectSame(gistOf(reread(upstream, passage.body)), gistOf(saidBy(client, request)));
}

function expectSame(asked: Gist, meant: Gist): void {
  expect(asked).toMatchObject({ ...meant, words: asked.words, maxOutputTokens: asked.maxOutputTokens });
  expect(withoutFrames(asked)).toBe(withoutFrames(meant));
  expect(asked.maxOutputTokens ?? meant.maxOutputTokens).toBe(meant.maxOutputTokens ?? asked.maxOutputTokens);
}

/**
 * Settings that tune an answer. The cache key only saves money, so it may go without a word; where a dialect
 * has no stop sequences, the answer is cut at them on its way back.
 */
const SETTINGS = [
  'parallelTools',
  'outputFormat',
  'reasoning',
  'temperature',
  'topP',
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'logprobs',
  'logitBias',
  'verbosity',
  'serviceTier',
  'endUser',
  'metadata',
] as const satisfies readonly CanonicalField[];

/** Settings that the client said, and that neither reach the upstream nor are named as left out. */
function lostSettings(
  { codec }: Client,
  said: CanonicalRequest,
  asked: CanonicalRequest,
  dropped: readonly string[],
): readonly string[] {
  return SETTINGS.filter((field) => said[field] !== null && asked[field] === null && !isUsual(said, field))
    .map((field) => codec.fieldNames[field])
    .filter((name) => !dropped.includes(name));
}

/** What every model does unasked: text, thinking as it likes, several calls, and none of no tools. */
function isUsual(said: CanonicalRequest, field: CanonicalField): boolean {
  const { outputFormat, reasoning, tools, toolChoice, parallelTools } = said;
  return (
    (field === 'outputFormat' && outputFormat?.type === 'text') ||
    (field === 'reasoning' && reasoning?.mode === 'adaptive') ||
    (field === 'parallelTools' &&
      (parallelTools === true || tools.length === 0 || toolChoice?.type === 'none'))
  );
}

/** What a client or an upstream has no word for is refused; then there is nothing to compare. */
function orNull<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof CannotCarryError || error instanceof Refusal) {
      return null;
    }
    throw error;
  }
}

/** The request as the client's dialect has words for it. */
function saidBy(client: Client, request: CanonicalRequest): CanonicalRequest {
  const target = { model: client.ownModel, maxOutputTokens: null };
  const { body } = client.codec.buildRequest(request, target);
  return reread(client, Buffer.from(JSON.stringify(body)));
}

function reread({ codec, ownModel }: Client, body: Buffer): CanonicalRequest {
  const address = { model: ownModel, query: new URLSearchParams() };
  return codec.parseRequest(JSON.parse(body.toString('utf8')), address).request;
}

const FRAMES =
  /<\/?system-reminder>|Givenbythetoolcallcall_[ab]:|AnswerwithoneJSONobjectandnothingelse:nowordsaroundit,nocodefence\./g;

/** The words without those that a dialect needs to say where something stands or comes from. */
function withoutFrames({ words }: Pick<Gist, 'words'>): string {
  return words.replaceAll(FRAMES, '');
}
