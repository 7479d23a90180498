import { buildCountRequest } from '../anthropic-messages/build-request.ts';
import { messagesCountTokens } from '../anthropic-messages/index.ts';
import { isJsonObject } from '../field-checks.ts';
import { geminiCodec } from '../gemini/codec.ts';
import { geminiCountTokens } from '../gemini/index.ts';
import { geminiPath } from '../gemini/upstream-path.ts';
import { responsesCodec } from '../openai-responses/codec.ts';
import { responsesInputTokens } from '../openai-responses/further-operations.ts';
import { readCount } from '../usage-counts.ts';
import type { Counting } from './counting.ts';

/** `POST /v1/messages/count_tokens` (docs.anthropic.com/en/api/messages-count-tokens). */
export const messagesCounting: Counting = {
  operation: messagesCountTokens,
  requestIn: (body) => body,
  path: () => '/v1/messages/count_tokens',
  buildBody: (request, target) => buildCountRequest(request, target).body,
  readTokens: (answer) => readCount(answer, 'input_tokens'),
  answer: (tokens) => ({ input_tokens: tokens }),
};

/** `POST …:countTokens`, of contents or of a whole request (ai.google.dev/api/tokens). */
export const geminiCounting: Counting = {
  operation: geminiCountTokens,
  requestIn(body) {
    const whole = body.generateContentRequest ?? body.generate_content_request;
    return isJsonObject(whole) ? whole : body;
  },
  path: (model) => geminiPath(model, 'countTokens'),
  buildBody: (request, target) => ({
    generateContentRequest: {
      model: `models/${target.model}`,
      ...geminiCodec.buildRequest(request, target).body,
    },
  }),
  readTokens: (answer) => readCount(answer, 'totalTokens'),
  answer: (tokens) => ({ totalTokens: tokens }),
};

/** What `POST /responses/input_tokens` takes of a request (openai-node, `InputTokenCountParams`). */
const COUNTED = ['model', 'input', 'instructions', 'tools', 'tool_choice', 'reasoning', 'text'];

/** `POST /v1/responses/input_tokens` (platform.openai.com/docs/api-reference/responses/input-tokens). */
export const responsesCounting: Counting = {
  operation: responsesInputTokens,
  requestIn: (body) => body,
  path: () => '/responses/input_tokens',
  buildBody(request, target) {
    const { body } = responsesCodec.buildRequest(request, target);
    return Object.fromEntries(Object.entries(body).filter(([name]) => COUNTED.includes(name)));
  },
  readTokens: (answer) => readCount(answer, 'input_tokens'),
  answer: (tokens) => ({ object: 'response.input_tokens', input_tokens: tokens }),
};
