import type { JsonObject, Operation } from '../dialect.ts';
import { responses } from './index.ts';
import { readResponsesFacts } from './read-facts.ts';

/** What is asked about a conversation has no stream, whatever the body says. */
const readFacts = (body: JsonObject) => ({
  ...readResponsesFacts({ ...body, input: body.input ?? [], stream: false }),
  isStreaming: false,
  wantsStreamUsage: false,
});

/** `POST /v1/responses/compact` (platform.openai.com/docs/api-reference/responses/compact). */
export const responsesCompact: Operation = {
  ...responses,
  name: 'responses.compact',
  readFacts,
  upstreamPath: () => '/responses/compact',
};

/** `POST /v1/responses/input_tokens`, which costs nothing (platform.openai.com/docs/api-reference/responses). */
export const responsesInputTokens: Operation = {
  ...responses,
  name: 'responses.input_tokens',
  isBilled: false,
  readFacts,
  upstreamPath: () => '/responses/input_tokens',
  readAnswer: (answer) => ({ measured: null, bytes: answer }),
};
