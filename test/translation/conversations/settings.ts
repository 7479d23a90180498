import type { CanonicalRequest, ReasoningWish } from '../../../src/canonical/index.ts';
import { conversation } from './conversation.ts';
import { answered, asked, tool } from './pieces.ts';

const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, people: { type: 'integer' } },
  required: ['city', 'people'],
  additionalProperties: false,
};

function thinking(wish: Partial<ReasoningWish>): Partial<CanonicalRequest> {
  return { reasoning: { mode: 'on', effort: null, budgetTokens: null, isShown: true, ...wish } };
}

/** Thinking, forms of answers, and what else a request can ask for. */
export const SETTING_CONVERSATIONS = [
  conversation(
    'thinking by effort',
    { turns: [asked('Why?')], ...thinking({ effort: 'high' }), maxOutputTokens: 40_000 },
    { thinks: true },
  ),
  conversation(
    'thinking by budget',
    { turns: [asked('Why?')], ...thinking({ budgetTokens: 2_048 }), maxOutputTokens: 8_000 },
    { thinks: true },
  ),
  conversation('thinking as it likes', { turns: [asked('Why?')], ...thinking({ mode: 'adaptive' }) }, {}),
  conversation(
    'no thinking',
    { turns: [asked('Why?')], ...thinking({ mode: 'off', effort: 'none', isShown: null }) },
    {},
  ),
  conversation(
    'thinking before a call',
    {
      turns: [asked('In Oslo use-tool:weather')],
      tools: [tool('weather', 'city')],
      ...thinking({ effort: 'medium' }),
      maxOutputTokens: 20_000,
    },
    { calls: ['weather'], thinks: true },
  ),
  conversation(
    'an answer with a schema',
    {
      turns: [asked('A city')],
      outputFormat: { type: 'json-schema', schema: SCHEMA, name: 'city', description: null, isStrict: true },
    },
    {},
  ),
  conversation('an answer in JSON', { turns: [asked('A city in JSON')], outputFormat: { type: 'json' } }, {}),
  conversation(
    'after a refusal',
    {
      turns: [
        asked('Do harm'),
        answered({ type: 'refusal', at: '', text: 'I will not.' }),
        asked('Then help'),
      ],
    },
    { text: /^Then help/ },
  ),
  conversation('several answers', { turns: [asked('one two three four')], choices: 2 }, {}, [
    'openai-responses',
    'anthropic-messages',
  ]),
  conversation('sampling', {
    turns: [asked('Hello')],
    temperature: 0.5,
    topK: 5,
    seed: 7,
    frequencyPenalty: 0.1,
    presencePenalty: 0.2,
  }),
  conversation('a service tier', { turns: [asked('Hello')], serviceTier: 'default' }),
  conversation('an end user', {
    turns: [asked('Hello')],
    endUser: 'user-1',
    metadata: { team: 'a' },
    promptCacheKey: 'thread-1',
  }),
];
