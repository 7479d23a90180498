import type { Hosting } from './hosting.ts';

/** Messages on Vertex AI: `rawPredict` of Anthropic's models (docs.anthropic.com/en/api/claude-on-vertex-ai). */
export const vertexHosting: Hosting = {
  dialect: 'vertex-messages',
  version: 'vertex-2023-10-16',
  inAddress: new Set(['model']),
  betas: 'header',
  framing: 'sse',
  path: (model, isStreaming) =>
    `/models/${encodeURIComponent(model)}:${isStreaming ? 'streamRawPredict' : 'rawPredict'}`,
  counting: {
    path: () => '/models/count-tokens:rawPredict',
    body: (messages) => messages,
    tokens: 'input_tokens',
  },
};
