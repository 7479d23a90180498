import { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { dataLines, post } from '../test-client.ts';

let simulator: Simulator;
let client: GoogleGenAI;
const MODEL = '/gemini/v1beta/models/gemini-2.5-flash';
const contents = [{ role: 'user', parts: [{ text: 'hello 世界' }] }];

beforeAll(async () => {
  simulator = await startSimulator();
  client = new GoogleGenAI({ apiKey: 'g-key', httpOptions: { baseUrl: `${simulator.url}/gemini` } });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

describe('generateContent', () => {
  it('streams to the SDK the text it answers at once, with usage that grows', async () => {
    const asked = { model: 'gemini-2.5-flash', contents };
    const whole = await client.models.generateContent(asked);
    const counts: (number | undefined)[] = [];
    let text = '';
    for await (const chunk of await client.models.generateContentStream(asked)) {
      text += chunk.text ?? '';
      counts.push(chunk.usageMetadata?.candidatesTokenCount);
    }
    expect(text).toBe(whole.text);
    expect(counts).toHaveLength(12);
    expect(counts.at(-1)).toBe(48);
    expect(whole.usageMetadata).toMatchObject({ promptTokenCount: 3, totalTokenCount: 51 });
  });

  it('streams events without names, and an array without alt=sse', async () => {
    const sse = await (await post(simulator, `${MODEL}:streamGenerateContent?alt=sse`, { contents })).text();
    expect(sse.startsWith('data: ')).toBe(true);
    expect(sse).not.toMatch(/^event:|\[DONE\]/m);
    expect(sse.endsWith('\r\n\r\n')).toBe(true);
    const array = await (await post(simulator, `${MODEL}:streamGenerateContent`, { contents })).json();
    expect(array).toHaveLength(dataLines(sse).length);
  });

  it('counts thoughts beside the answer and shows them when asked', async () => {
    const generationConfig = {
      thinkingConfig: { thinkingBudget: 20, includeThoughts: true },
      maxOutputTokens: 30,
    };
    const answer = await (
      await post(simulator, `${MODEL}:generateContent`, { contents, generationConfig })
    ).json();
    expect(answer).toMatchObject({
      candidates: [{ content: { parts: [{ thought: true }, {}] }, finishReason: 'MAX_TOKENS' }],
      usageMetadata: { candidatesTokenCount: 10, thoughtsTokenCount: 20, totalTokenCount: 33 },
    });
  });

  it('signs calls and refuses signatures that it did not make', async () => {
    const functionDeclarations = [
      { name: 'look', parameters: { type: 'OBJECT', properties: { n: { type: 'INTEGER' } } } },
    ];
    const ask = (turns: unknown) =>
      post(simulator, '/gemini/v1beta/models/gemini-3-pro:generateContent', {
        contents: turns,
        tools: [{ functionDeclarations }],
      });
    const user = { role: 'user', parts: [{ text: 'use-tool:look' }] };
    const called = (await (await ask([user])).json()) as { candidates: { content: { parts: object[] } }[] };
    const content = called.candidates[0]?.content;
    expect(content?.parts[0]).toMatchObject({ functionCall: { name: 'look', args: { n: 1 } } });
    const result = { role: 'user', parts: [{ functionResponse: { name: 'look', response: { ok: true } } }] };
    expect((await ask([user, content, result])).status).toBe(200);
    const { thoughtSignature: _gone, ...unsigned } = { thoughtSignature: '', ...content?.parts[0] };
    for (const part of [unsigned, { ...unsigned, thoughtSignature: 'forged' }]) {
      expect((await ask([user, { role: 'model', parts: [part] }, result])).status).toBe(400);
    }
  });

  it('takes the key from header, query and bearer, and a model with slashes', async () => {
    const path = '/gemini/v1/models/google/gemini-2.5-flash:generateContent';
    await post(simulator, `${path}?key=in-query`, { contents }, { authorization: '' });
    await post(simulator, path, { contents }, { authorization: '', 'x-goog-api-key': 'in-header' });
    await post(simulator, path, { contents });
    expect(Object.keys(simulator.bill().credentials)).toEqual(['in-query', 'in-header', 'sk-test']);
    expect(simulator.bill().credentials['in-query']?.models).toHaveProperty('google/gemini-2.5-flash');
  });

  it.each([
    [403, { contents }, { authorization: '' }, 'PERMISSION_DENIED'],
    [400, {}, {}, 'INVALID_ARGUMENT'],
    [400, { contents: [{ role: 'robot', parts: [] }] }, {}, 'INVALID_ARGUMENT'],
  ])('%i in the shape of Google', async (code, body, headers, status) => {
    const response = await post(simulator, `${MODEL}:generateContent`, body, headers);
    expect(response.status).toBe(code);
    expect(await response.json()).toMatchObject({ error: { code, status, details: [] } });
  });
});

describe('counting, embedding, models', () => {
  it('answers each', async () => {
    expect(await client.models.countTokens({ model: 'gemini-2.5-flash', contents })).toMatchObject({
      totalTokens: 3,
    });
    const embedded = await client.models.embedContent({
      model: 'gemini-embedding-001',
      contents: ['a', 'b'],
    });
    expect(embedded.embeddings?.map((entry) => entry.values?.length)).toEqual([768, 768]);
    const one = await post(simulator, '/gemini/v1beta/models/e:embedContent', {
      content: { parts: [{ text: 'abcde' }] },
    });
    expect(await one.json()).toMatchObject({ usageMetadata: { promptTokenCount: 2 } });
    const list = await fetch(`${simulator.url}/gemini/v1beta/models?key=k`);
    expect(await list.json()).toMatchObject({ models: [{ name: 'models/gemini-2.5-flash' }, {}, {}, {}] });
  });
});
