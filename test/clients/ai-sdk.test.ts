import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  type EmbeddingModel,
  embedMany,
  generateText,
  jsonSchema,
  type LanguageModel,
  streamText,
  tool,
} from 'ai';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

/** The providers as a user makes them, each with the base URL it wants. */
function providers(apiKey = gateway.process().key) {
  const { url } = gateway.process();
  const { fetch } = gateway;
  return {
    openai: createOpenAI({ baseURL: `${url}/v1`, apiKey, fetch }),
    anthropic: createAnthropic({ baseURL: `${url}/v1`, apiKey, fetch }),
    google: createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey, fetch }),
    compatible: createOpenAICompatible({
      name: 'turnpike',
      baseURL: `${url}/v1`,
      apiKey,
      fetch,
      includeUsage: true,
    }),
  };
}

const LANGUAGE_MODELS: readonly [string, string, () => LanguageModel][] = [
  ['openai', '/openai/v1/responses', () => providers().openai('gpt-test')],
  ['openai.chat', '/openai/v1/chat/completions', () => providers().openai.chat('gpt-test')],
  ['anthropic', '/anthropic/v1/messages', () => providers().anthropic('claude-test')],
  ['google', '/gemini/v1beta/models/gemini-test', () => providers().google('gemini-test')],
  [
    'google with a slash',
    '/gemini/v1beta/models/google',
    () => providers().google('models/google/gemini-test'),
  ],
  ['openai-compatible', '/openai/v1/chat/completions', () => providers().compatible('gpt-test')],
];

const EMBEDDING_MODELS: readonly [string, () => EmbeddingModel][] = [
  ['openai', () => providers().openai.embeddingModel('embed-test')],
  ['google', () => providers().google.embeddingModel('gemini-test')],
  ['openai-compatible', () => providers().compatible.embeddingModel('embed-test')],
];

/** Said by the test, because the SDK warns where it has to guess. */
const maxOutputTokens = 256;

const weather = tool({
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  }),
  execute: async ({ city }) => `sunny in ${city}`,
});

for (const [name, path, modelOf] of LANGUAGE_MODELS) {
  describe(`language model of the AI SDK: ${name}`, () => {
    const prompt = 'hello from the ai sdk';

    it('generates', async () => {
      const answer = await generateText({ model: modelOf(), prompt, maxOutputTokens });
      expect(answer.text).toContain(prompt);
      const tokens = gateway.process().simulator.bill().total.tokens;
      expect(answer.usage).toMatchObject({ inputTokens: tokens.input, outputTokens: tokens.output });
      expect(
        gateway
          .process()
          .simulator.requests()
          .map((seen) => seen.path),
      ).toEqual([expect.stringContaining(path)]);
    });

    it('streams', async () => {
      const stream = streamText({ model: modelOf(), prompt, maxOutputTokens });
      const pieces = await collect(stream.textStream);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toContain(prompt);
      expect((await stream.usage).outputTokens).toBe(gateway.process().simulator.bill().total.tokens.output);
    });

    it('calls a tool and goes on with its result', async () => {
      const answer = await generateText({
        model: modelOf(),
        maxOutputTokens,
        prompt: 'Oslo use-tool:weather',
        tools: { weather },
        stopWhen: ({ steps }) => steps.length === 2,
      });
      expect(answer.steps).toHaveLength(2);
      expect(answer.steps[0]?.toolResults[0]?.output).toContain('sunny in Oslo');
      expect(answer.text).not.toBe('');
    });
  });
}

for (const [name, modelOf] of EMBEDDING_MODELS) {
  it(`embeds with the AI SDK: ${name}`, async () => {
    const { embeddings } = await embedMany({ model: modelOf(), values: ['one text', 'another'] });
    expect(embeddings).toHaveLength(2);
    expect(embeddings[0]?.length).toBeGreaterThan(100);
  });
}

describe('errors of the AI SDK', () => {
  it('is a call error with the status and the text, and money is not asked for twice', async () => {
    const { openai, anthropic, google, compatible } = providers(await gateway.keyWithQuota('0.000000001'));
    const cases: [LanguageModel, number][] = [
      [openai('gpt-test'), 402],
      [openai.chat('gpt-test'), 402],
      [google('gemini-test'), 402],
      [compatible('gpt-test'), 402],
    ];
    for (const [model, statusCode] of cases) {
      const error = await generateText({ model, prompt: 'hello', maxOutputTokens }).catch(
        (thrown: unknown) => thrown,
      );
      expect(APICallError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ statusCode, message: expect.stringContaining('quota') });
    }
    expect(gateway.calls()).toBe(cases.length);
    const refused = generateText({
      model: anthropic('claude-test'),
      prompt: 'hello',
      maxOutputTokens,
      maxRetries: 0,
    });
    await expect(refused).rejects.toMatchObject({
      statusCode: 429,
      message: expect.stringContaining('quota'),
    });
  });

  it('401 for an unknown key', async () => {
    const unknown = providers('sk-unknown-key-0123456789');
    for (const model of [
      unknown.openai('gpt-test'),
      unknown.anthropic('claude-test'),
      unknown.google('gemini-test'),
    ]) {
      const refused = generateText({ model, prompt: 'hello', maxOutputTokens });
      await expect(refused).rejects.toMatchObject({ statusCode: 401, message: 'Invalid API key' });
    }
  });
});
