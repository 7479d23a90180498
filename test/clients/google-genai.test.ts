import { ApiError, type FunctionDeclaration, GoogleGenAI, Type } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { errorOf } from './error-of.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();
const MODELS = ['gemini-test', 'google/gemini-test'];

function client(apiKey = gateway.process().key, apiVersion = 'v1beta'): GoogleGenAI {
  const httpOptions = { baseUrl: gateway.process().url, headers: { 'x-turnpike-test': 'stays-here' } };
  return new GoogleGenAI({ apiKey, apiVersion, httpOptions });
}

const weather: FunctionDeclaration = {
  name: 'weather',
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } },
};

describe('models of the Google GenAI SDK', () => {
  for (const model of MODELS) {
    it(`generates with ${model}, whole and streamed`, async () => {
      const contents = 'hello gemini, how are you';
      const whole = await client().models.generateContent({ model, contents });
      const stream = await client().models.generateContentStream({ model, contents });
      const chunks = await collect(stream);
      expect(whole.text).toContain('hello gemini');
      expect(chunks.length).toBeGreaterThan(1);
      expect(chunks.map(({ text }) => text ?? '').join('')).toBe(whole.text);
      const seen = gateway.process().simulator.requests();
      expect(seen.map(({ path }) => decodeURIComponent(path))).toEqual([
        `/gemini/v1beta/models/${model}:generateContent`,
        `/gemini/v1beta/models/${model}:streamGenerateContent`,
      ]);
      expect(seen[1]?.query).toBe('alt=sse');
    });
  }

  it('generates on v1 too, with thoughts that are counted apart', async () => {
    const { usageMetadata } = await client(undefined, 'v1').models.generateContent({
      model: 'gemini-test',
      contents: 'think',
      config: { thinkingConfig: { includeThoughts: true }, maxOutputTokens: 100 },
    });
    expect(usageMetadata?.thoughtsTokenCount).toBe(32);
    expect(gateway.bodies()[0]).toMatchObject({ generationConfig: { maxOutputTokens: 100 } });
  });

  it('calls a function in a stream and takes its result with the thought signature', async () => {
    const config = { tools: [{ functionDeclarations: [weather] }] };
    const user = { role: 'user', parts: [{ text: 'Oslo use-tool:weather' }] };
    const stream = await client().models.generateContentStream({
      model: 'gemini-test',
      contents: [user],
      config,
    });
    const contents = (await collect(stream)).flatMap(({ candidates }) => candidates?.[0]?.content ?? []);
    const call = contents.flatMap(({ parts = [] }) => parts).find((part) => part.functionCall !== undefined);
    expect(call?.functionCall).toMatchObject({
      name: 'weather',
      args: { city: expect.stringContaining('Oslo') },
    });
    expect(call?.thoughtSignature).toMatch(/.{20}/);
    const { id = '', name = '' } = call?.functionCall ?? {};
    const result = {
      role: 'user',
      parts: [{ functionResponse: { id, name, response: { output: 'sunny' } } }],
    };
    const answer = await client().models.generateContent({
      model: 'gemini-test',
      contents: [user, ...contents, result],
      config,
    });
    expect(answer.text).not.toBe('');
  });

  it('counts tokens for nothing', async () => {
    const before = await gateway.process().wallet();
    for (const model of MODELS) {
      const { totalTokens } = await client().models.countTokens({ model, contents: 'hello world' });
      expect(totalTokens).toBe(3);
    }
    expect(await gateway.process().wallet()).toEqual(before);
  });

  it('embeds one text and several', async () => {
    const one = await client().models.embedContent({ model: 'gemini-test', contents: 'one text' });
    const several = await client().models.embedContent({
      model: 'google/gemini-test',
      contents: ['one text', 'another'],
      config: { outputDimensionality: 8 },
    });
    expect(one.embeddings?.map(({ values }) => values?.length)).toEqual([768]);
    expect(several.embeddings?.map(({ values }) => values?.length)).toEqual([8, 8]);
  });

  it.each(['v1beta', 'v1'])('lists what the key may use, under /%s', async (version) => {
    const google = client(undefined, version);
    const names = (await collect(await google.models.list())).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['models/gemini-test', 'models/google/gemini-test']));
    expect(await google.models.get({ model: 'gemini-test' })).toMatchObject({ name: 'models/gemini-test' });
  });
});

describe('errors of the Google GenAI SDK', () => {
  const hello = { model: 'gemini-test', contents: 'hello' };

  it('401 for an unknown key', async () => {
    const error = await errorOf(client('unknown-key-0123456789').models.generateContent(hello), ApiError);
    expect([error.status, error.message]).toEqual([401, expect.stringContaining('UNAUTHENTICATED')]);
  });

  it('404 for an unknown model, streamed too', async () => {
    const request = { ...hello, model: 'nothing' };
    expect((await errorOf(client().models.generateContent(request), ApiError)).status).toBe(404);
    expect((await errorOf(client().models.generateContentStream(request), ApiError)).status).toBe(404);
  });

  it('402 when the quota is used up', async () => {
    const error = await errorOf(
      client(await gateway.keyWithQuota('0.000000001')).models.generateContent(hello),
      ApiError,
    );
    expect([error.status, error.message]).toEqual([402, expect.stringContaining('KEY_QUOTA_EXCEEDED')]);
    expect(gateway.bodies()).toEqual([]);
  });

  it('400 of the upstream in its own words', async () => {
    const config = { candidateCount: -1 };
    const error = await errorOf(client().models.generateContent({ ...hello, config }), ApiError);
    expect([error.status, error.message]).toEqual([400, expect.stringContaining('INVALID_ARGUMENT')]);
  });

  it('429 of the upstream', async () => {
    gateway.process().simulator.addFaults([{ match: {}, effect: { status: 429 } }]);
    const error = await errorOf(client().models.generateContent(hello), ApiError);
    expect([error.status, error.message]).toEqual([429, expect.stringContaining('RESOURCE_EXHAUSTED')]);
  });
});
