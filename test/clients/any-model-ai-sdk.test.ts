import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, type LanguageModel, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { ANY_MODEL, CITY_SCHEMA } from './any-model.ts';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

/** The providers as a user makes them, each for a model of any vendor. */
const PROVIDERS: readonly [string, (model: string) => LanguageModel][] = [
  ['openai', (model) => createOpenAI(access('/v1'))(model)],
  ['openai.chat', (model) => createOpenAI(access('/v1')).chat(model)],
  ['anthropic', (model) => createAnthropic(access('/v1'))(model)],
  ['google', (model) => createGoogleGenerativeAI(access('/v1beta'))(model)],
  [
    'openai-compatible',
    (model) => createOpenAICompatible({ name: 'turnpike', includeUsage: true, ...access('/v1') })(model),
  ],
];

function access(path: string) {
  const { url, key } = gateway.process();
  return { baseURL: url + path, apiKey: key, fetch: gateway.fetch };
}

/** The simulator repeats results as it gets them, and every call has an id of its own. */
const withoutIds = (text: string) => text.replaceAll(/req_sim_\d+/g, '');

/** Said by the test, because the SDK warns where it has to guess. */
const maxOutputTokens = 2_048;

const weather = tool({
  inputSchema: jsonSchema<{ city: string }>(CITY_SCHEMA),
  execute: async ({ city }) => `sunny in ${city}`,
});

for (const [name, modelOf] of PROVIDERS) {
  describe.each(ANY_MODEL)(`${name} of the AI SDK on %s`, (model) => {
    it('generates, and streams the same', async () => {
      const asked = { model: modelOf(model), prompt: 'hello there', maxOutputTokens };
      const whole = await generateText(asked);
      expect(whole.text).toContain('hello there');
      const stream = streamText(asked);
      const pieces = await collect(stream.textStream);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(whole.text);
      expect((await stream.usage).outputTokens).toBe(whole.usage.outputTokens);
    });

    it('calls a tool and goes on with its result, whole and streamed', async () => {
      const asked = {
        model: modelOf(model),
        maxOutputTokens,
        prompt: 'Oslo use-tool:weather',
        tools: { weather },
        stopWhen: ({ steps }: { steps: readonly unknown[] }) => steps.length === 2,
      };
      const whole = await generateText(asked);
      expect(whole.steps[0]?.toolResults[0]?.output).toContain('sunny in Oslo');
      expect(whole.text).not.toBe('');
      const stream = streamText(asked);
      expect(withoutIds((await collect(stream.textStream)).join(''))).toBe(withoutIds(whole.text));
      expect(await stream.steps).toHaveLength(2);
    });
  });
}
