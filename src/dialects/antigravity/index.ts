import type { Operation } from '../dialect.ts';
import { geminiCountTokens, geminiGenerate } from '../gemini/index.ts';
import { collectGeminiAnswer } from './collect-answer.ts';
import { createAntigravityStreamTap } from './stream-tap.ts';

export { antigravityCodec } from './codec.ts';
export type { Envelope } from './envelope.ts';
export { createAntigravityStreamTap } from './stream-tap.ts';
export { unwrapGeminiFrame } from './unwrap-frame.ts';
export { wrapCountTokens, wrapGeminiRequest } from './wrap-request.ts';

/**
 * Generating at an Antigravity upstream, which the model stands in the body for and which answers with a
 * stream of events, whoever asked. The credential is the operator's bearer token.
 */
export const antigravityStreamGenerate: Operation = {
  ...geminiGenerate,
  name: 'antigravity.stream_generate',
  dialect: 'antigravity',
  platform: 'antigravity',
  upstreamPath: () => '/v1internal:streamGenerateContent?alt=sse',
  bodyEdits: () => [],
  streamFraming: () => 'sse',
  createStreamTap: (options) => createAntigravityStreamTap('sse', options),
};

/** The same for a client that wants the answer whole: it is collected from the stream. */
export const antigravityGenerate: Operation = {
  ...antigravityStreamGenerate,
  name: 'antigravity.generate',
  readAnswer: (stream, costOf) => geminiGenerate.readAnswer(collectGeminiAnswer(stream), costOf),
};

/** Counting the tokens of contents, which costs nothing. */
export const antigravityCountTokens: Operation = {
  ...geminiCountTokens,
  name: 'antigravity.count_tokens',
  dialect: 'antigravity',
  platform: 'antigravity',
  upstreamPath: () => '/v1internal:countTokens',
  bodyEdits: () => [],
};
