import { type Content, GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { ANY_MODEL, CITY_SCHEMA } from './any-model.ts';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): GoogleGenAI {
  const { url, key } = gateway.process();
  return new GoogleGenAI({ apiKey: key, apiVersion: 'v1beta', httpOptions: { baseUrl: url } });
}

describe.each(ANY_MODEL)('models of the Google GenAI SDK on %s', (model) => {
  it('generates, and streams the same', async () => {
    const contents = 'hello there';
    const whole = await client().models.generateContent({ model, contents });
    expect(whole.text).toContain('hello there');
    const chunks = await collect(await client().models.generateContentStream({ model, contents }));
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.map(({ text }) => text ?? '').join('')).toBe(whole.text);
    expect(chunks.at(-1)?.usageMetadata).toMatchObject({
      totalTokenCount: whole.usageMetadata?.totalTokenCount,
    });
  });

  it('thinks, calls two functions at once and takes their results with its signatures', async () => {
    const declarations = ['weather', 'time'].map((name) => ({ name, parametersJsonSchema: CITY_SCHEMA }));
    const config = {
      tools: [{ functionDeclarations: declarations }],
      thinkingConfig: { includeThoughts: true },
      maxOutputTokens: 4_096,
    };
    const user: Content = { role: 'user', parts: [{ text: 'Oslo use-tool:weather use-tool:time' }] };
    const stream = await client().models.generateContentStream({ model, contents: [user], config });
    const parts = (await collect(stream)).flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
    const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
    expect(calls.map(({ name, args }) => [name, args])).toEqual([
      ['weather', { city: expect.stringContaining('Oslo') }],
      ['time', { city: expect.stringContaining('Oslo') }],
    ]);
    const results = calls.map(({ id, name }) => ({
      functionResponse: {
        ...(id === undefined ? {} : { id }),
        ...(name === undefined ? {} : { name }),
        response: { output: 'sunny' },
      },
    }));
    const answer = await client().models.generateContent({
      model,
      contents: [user, { role: 'model', parts }, { role: 'user', parts: results }],
      config,
    });
    expect(answer.text).not.toBe('');
    expect(answer.functionCalls).toBeUndefined();
  });
});
