import type { CanonicalField } from '../../canonical/index.ts';

/** What the settings of the middle are called in a body of Responses. Those it has no word for keep a telling one. */
export const RESPONSES_FIELD_NAMES: Readonly<Record<CanonicalField, string>> = {
  tools: 'tools',
  toolChoice: 'tool_choice',
  parallelTools: 'parallel_tool_calls',
  outputFormat: 'text.format',
  reasoning: 'reasoning',
  maxOutputTokens: 'max_output_tokens',
  stopSequences: 'stop',
  choices: 'n',
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  seed: 'seed',
  logprobs: 'top_logprobs',
  logitBias: 'logit_bias',
  verbosity: 'text.verbosity',
  serviceTier: 'service_tier',
  endUser: 'safety_identifier',
  promptCacheKey: 'prompt_cache_key',
  metadata: 'metadata',
};
