import { forwardsToOpenai, returnsFromOpenai } from './openai-headers.ts';
import type { Provider } from './provider.ts';
import { USUAL } from './usual.ts';

/** OpenAI (platform.openai.com/docs/api-reference). */
export const openai: Provider = {
  ...USUAL,
  name: 'openai',
  platform: 'openai',
  dialects: [
    ...['openai-responses', 'openai-chat', 'openai-embeddings', 'openai-completions'],
    ...['openai-images', 'openai-videos', 'openai-audio', 'openai-moderations'],
  ],
  defaultBaseUrl: 'https://api.openai.com/v1',
  catalogueId: 'openai',
  environmentKey: 'OPENAI_API_KEY',
  needsCredential: true,
  probePath: '/models',
  defaultHeaders: [],
  authHeaders: (credential) => ['authorization', `Bearer ${credential.reveal()}`],
  forwardsRequestHeader: forwardsToOpenai,
  returnsResponseHeader: returnsFromOpenai,
};
