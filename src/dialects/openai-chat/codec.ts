import type { Codec } from '../codec.ts';
import { buildOpenaiError } from '../openai-errors.ts';
import { buildChatRequest } from './build-request.ts';
import { buildChatResponse } from './build-response.ts';
import { parseChatError } from './errors.ts';
import { parseChatRequest } from './parse-request.ts';
import { parseChatResponse } from './parse-response.ts';
import { createChatStreamIn } from './stream-in.ts';
import { createChatStreamOut } from './stream-out.ts';

/** Chat Completions, both ways (platform.openai.com/docs/api-reference/chat). */
export const chatCodec: Codec = {
  dialect: 'openai-chat',
  fieldNames: {
    tools: 'tools',
    toolChoice: 'tool_choice',
    parallelTools: 'parallel_tool_calls',
    outputFormat: 'response_format',
    reasoning: 'reasoning_effort',
    maxOutputTokens: 'max_completion_tokens',
    stopSequences: 'stop',
    choices: 'n',
    temperature: 'temperature',
    topP: 'top_p',
    topK: 'top_k',
    frequencyPenalty: 'frequency_penalty',
    presencePenalty: 'presence_penalty',
    seed: 'seed',
    logprobs: 'logprobs',
    logitBias: 'logit_bias',
    verbosity: 'verbosity',
    serviceTier: 'service_tier',
    endUser: 'safety_identifier',
    promptCacheKey: 'prompt_cache_key',
    metadata: 'metadata',
  },
  parseRequest: parseChatRequest,
  buildRequest: buildChatRequest,
  parseResponse: parseChatResponse,
  buildResponse: buildChatResponse,
  createStreamIn: createChatStreamIn,
  createStreamOut: createChatStreamOut,
  parseError: parseChatError,
  buildError: buildOpenaiError,
};
