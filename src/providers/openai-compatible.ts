import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** Any upstream that speaks OpenAI's dialects at an address the operator names; its prices are the operator's too. */
export const openaiCompatible: Provider = {
  ...openai,
  name: 'openai-compatible',
  // What their servers commonly have beside Chat; none has all of it, and each says so itself when asked.
  dialects: [
    ...['openai-chat', 'openai-embeddings', 'openai-completions'],
    ...['openai-images', 'openai-audio', 'openai-moderations', 'cohere-rerank'],
  ],
  defaultBaseUrl: null,
  catalogueId: null,
  environmentKey: null,
  needsCredential: false,
};
