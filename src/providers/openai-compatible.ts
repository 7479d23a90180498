import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** Any upstream that speaks OpenAI's dialects at an address the operator names; its prices are the operator's too. */
export const openaiCompatible: Provider = {
  ...openai,
  name: 'openai-compatible',
  // Most of them know the Chat dialect alone.
  dialects: ['openai-chat', 'openai-embeddings'],
  defaultBaseUrl: null,
  catalogueId: null,
  environmentKey: null,
  needsCredential: false,
};
