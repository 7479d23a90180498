import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { googleCredential } from './google-credential.ts';
import { allows, COMMON_REQUEST_HEADERS } from './header-list.ts';
import type { Provider } from './provider.ts';

/**
 * Gemini on Vertex AI (cloud.google.com/vertex-ai/generative-ai/docs/reference/rest). The base URL ends in
 * `/publishers/google`, so it names the version, project and location that Gemini's own paths do not.
 */
export const vertex: Provider = {
  ...gemini,
  ...googleCredential,
  name: 'vertex',
  defaultBaseUrl: null,
  environmentKey: null,
  probePath: '/v1beta/models/gemini-2.5-flash:countTokens',
  probeBody: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: '?' }] }] }),
  pathFor: (path) => path.replace(/^\/v1(?:beta)?/, ''),
};

/** Claude on Vertex AI. The base URL ends in `/publishers/anthropic`. */
export const vertexAnthropic: Provider = {
  ...anthropic,
  ...googleCredential,
  name: 'vertex-anthropic',
  dialects: ['vertex-messages'],
  defaultBaseUrl: null,
  catalogueId: 'google',
  environmentKey: null,
  probePath: '/models/count-tokens:rawPredict',
  probeBody: JSON.stringify({ model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: '?' }] }),
  // A model that this project has not enabled is looked for only once the credential is known to be good.
  probeProves: (status) => status < 300 || status === 400 || status === 404,
  servesModel: (name) => name.startsWith('claude'),
  defaultHeaders: [],
  forwardsRequestHeader: allows({
    names: new Set([...COMMON_REQUEST_HEADERS, 'anthropic-beta']),
    prefixes: [],
  }),
};
