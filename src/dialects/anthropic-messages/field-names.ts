import type { Codec } from '../codec.ts';

/** What the settings of the middle are called in a Messages body; OpenAI's names where it has none. */
export const MESSAGES_FIELD_NAMES: Codec['fieldNames'] = {
  tools: 'tools',
  toolChoice: 'tool_choice',
  parallelTools: 'tool_choice.disable_parallel_tool_use',
  outputFormat: 'output_config.format',
  reasoning: 'thinking',
  maxOutputTokens: 'max_tokens',
  stopSequences: 'stop_sequences',
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
  endUser: 'metadata.user_id',
  promptCacheKey: 'prompt_cache_key',
  metadata: 'metadata',
};
