import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/**
 * Azure OpenAI by its `v1` interface: the base URL is the resource's own and ends in `/openai/v1`, and a
 * model is called by the name of its deployment (learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle).
 */
export const azure: Provider = {
  ...openai,
  name: 'azure',
  defaultBaseUrl: null,
  catalogueId: 'azure',
  environmentKey: null,
  authHeaders: (credential) => ['api-key', credential.reveal()],
};
