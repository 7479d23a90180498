import type { Operation } from '../dialect.ts';
import { chatCompletions } from '../openai-chat/index.ts';
import { readCompletionsFacts } from './read-facts.ts';

/**
 * `POST /v1/completions` (platform.openai.com/docs/api-reference/completions), which came before Chat. Its
 * usage and the way to ask for it in a stream are those of Chat.
 */
export const completions: Operation = {
  ...chatCompletions,
  name: 'completions',
  dialect: 'openai-completions',
  readFacts: readCompletionsFacts,
  upstreamPath: () => '/completions',
};
