import type { Codec } from '../codec.ts';

/** Where the settings of the middle stand in a body of `generateContent`; those without a word keep ours. */
export const GEMINI_FIELD_NAMES: Codec['fieldNames'] = {
  tools: 'tools',
  toolChoice: 'toolConfig.functionCallingConfig',
  parallelTools: 'parallelTools',
  outputFormat: 'generationConfig.responseMimeType',
  reasoning: 'generationConfig.thinkingConfig',
  maxOutputTokens: 'generationConfig.maxOutputTokens',
  stopSequences: 'generationConfig.stopSequences',
  choices: 'generationConfig.candidateCount',
  temperature: 'generationConfig.temperature',
  topP: 'generationConfig.topP',
  topK: 'generationConfig.topK',
  frequencyPenalty: 'generationConfig.frequencyPenalty',
  presencePenalty: 'generationConfig.presencePenalty',
  seed: 'generationConfig.seed',
  logprobs: 'generationConfig.logprobs',
  logitBias: 'logitBias',
  verbosity: 'verbosity',
  serviceTier: 'serviceTier',
  endUser: 'endUser',
  promptCacheKey: 'promptCacheKey',
  metadata: 'metadata',
};
