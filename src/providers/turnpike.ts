import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** Whose headers another gateway passes on, each in its own dialect. */
const SPOKEN = [openai, anthropic, gemini];

/**
 * Another Turnpike, whose root is the base URL. It takes every dialect as it is, so nothing is translated on
 * the way to it; its prices are its own, so those of this gateway are the operator's to set.
 */
export const turnpike: Provider = {
  ...openai,
  name: 'turnpike',
  dialects: [...new Set(SPOKEN.flatMap(({ dialects }) => dialects))],
  defaultBaseUrl: null,
  catalogueId: null,
  environmentKey: null,
  probePath: '/v1/models',
  // OpenAI's paths stand under a base URL that ends in `/v1`; those of the others begin with their version.
  pathFor: (path) => (/^\/v1/.test(path) ? path : `/v1${path}`),
  forwardsRequestHeader: (name) => SPOKEN.some((provider) => provider.forwardsRequestHeader(name)),
  returnsResponseHeader: (name) => SPOKEN.some((provider) => provider.returnsResponseHeader(name)),
};
