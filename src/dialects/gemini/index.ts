import { tapAnswer } from '../cost-splice.ts';
import type { CallAddress, Operation } from '../dialect.ts';
import { estimateAnswer, estimateNothing } from '../estimate-answer.ts';
import { geminiBodyEdits } from './body-edits.ts';
import { readBatchEmbedFacts, readGenerateFacts, readInputFacts } from './read-facts.ts';
import { createGeminiStreamTap } from './stream-tap.ts';
import { geminiPath } from './upstream-path.ts';
import { geminiUsage } from './usage.ts';

/** `POST /v1beta/models/{model}:generateContent` (ai.google.dev/api/generate-content). */
export const geminiGenerate: Operation = {
  name: 'gemini.generate',
  dialect: 'gemini',
  platform: 'gemini',
  refusalFormat: 'gemini',
  isBilled: true,
  readFacts: (body, address) => readGenerateFacts(body, address, false),
  upstreamPath: (model) => geminiPath(model, 'generateContent'),
  bodyEdits: geminiBodyEdits,
  readAnswer: (answer, costOf) => tapAnswer(answer, geminiUsage, costOf),
  estimateAnswerTokens: estimateAnswer,
  streamFraming: (address) => (isEventStream(address) ? 'sse' : 'json-array'),
  createStreamTap: createGeminiStreamTap,
  // Clients of this dialect take any bytes for a response.
  heartbeat: null,
};

/** `POST …:streamGenerateContent`, events with `alt=sse`, else one JSON array. */
export const geminiStreamGenerate: Operation = {
  ...geminiGenerate,
  name: 'gemini.stream_generate',
  readFacts: (body, address) => readGenerateFacts(body, address, true),
  upstreamPath: (model, _facts, address) =>
    geminiPath(model, `streamGenerateContent${isEventStream(address) ? '?alt=sse' : ''}`),
};

/** `POST …:countTokens`, which costs nothing. */
export const geminiCountTokens: Operation = {
  ...geminiGenerate,
  name: 'gemini.count_tokens',
  isBilled: false,
  readFacts: readInputFacts,
  upstreamPath: (model) => geminiPath(model, 'countTokens'),
  readAnswer: (answer) => ({ measured: null, bytes: answer }),
};

/** `POST …:embedContent` (ai.google.dev/api/embeddings). */
export const geminiEmbed: Operation = {
  ...geminiGenerate,
  name: 'gemini.embed',
  readFacts: readInputFacts,
  upstreamPath: (model) => geminiPath(model, 'embedContent'),
  estimateAnswerTokens: estimateNothing,
};

/** `POST …:batchEmbedContents`. */
export const geminiBatchEmbed: Operation = {
  ...geminiGenerate,
  name: 'gemini.batch_embed',
  readFacts: readBatchEmbedFacts,
  upstreamPath: (model) => geminiPath(model, 'batchEmbedContents'),
  estimateAnswerTokens: estimateNothing,
};

function isEventStream(address: CallAddress): boolean {
  return address.query.get('alt') === 'sse';
}
