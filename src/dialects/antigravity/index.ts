import type { Operation } from '../dialect.ts';
import { buildGeminiRequest } from '../gemini/build-request.ts';
import { geminiGenerate } from '../gemini/index.ts';
import type { Counting } from '../translation/counting.ts';
import { readCount } from '../usage-counts.ts';
import { antigravityCodec } from './codec.ts';
import { collectGeminiAnswer } from './collect-answer.ts';
import { createAntigravityStreamTap } from './stream-tap.ts';

export { antigravityCodec } from './codec.ts';
export type { Envelope } from './envelope.ts';
export { createAntigravityStreamTap } from './stream-tap.ts';
export { wrapGeminiRequest } from './wrap-request.ts';

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

/** How such an upstream counts: the contents alone, without what stands around them. */
export const antigravityCounting: Counting = {
  operation: null,
  requestIn: (body) => body,
  path: () => '/v1internal:countTokens',
  buildBody(request, target) {
    const { contents } = buildGeminiRequest(request, target, antigravityCodec.dialect).body;
    return { request: { model: `models/${target.model}`, contents } };
  },
  readTokens: (answer) => readCount(answer, 'totalTokens'),
  answer: (tokens) => ({ totalTokens: tokens }),
};
