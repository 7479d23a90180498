import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { dataLines, post } from '../test-client.ts';

let simulator: Simulator;
const PATH = '/antigravity/v1internal:streamGenerateContent?alt=sse';
const contents = [{ role: 'user', parts: [{ text: 'hello 世界 use-tool:look' }] }];
const tools = [{ functionDeclarations: [{ name: 'look', parameters: { type: 'OBJECT', properties: {} } }] }];
const generationConfig = { thinkingConfig: { includeThoughts: true, thinkingBudget: 20 } };

beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

type Response = { candidates: { content: { parts: Record<string, unknown>[] } }[] };

async function partsOf(model: string, request: object): Promise<Record<string, unknown>[]> {
  const answer = await post(simulator, PATH, { project: 'p', model, request });
  expect(answer.status).toBe(200);
  return dataLines(await answer.text()).flatMap(
    (line) => (line as { response: Response }).response.candidates[0]?.content.parts ?? [],
  );
}

describe('streamGenerateContent', () => {
  it('answers each response in an envelope, and keeps the bill', async () => {
    const answer = await post(simulator, PATH, { model: 'gemini-x', request: { contents } });
    const lines = dataLines(await answer.text());
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toMatchObject({ response: { usageMetadata: { candidatesTokenCount: 48 } } });
    expect(simulator.bill().credentials['sk-test']?.models['gemini-x']?.tokens.output).toBe(48);
  });

  it.each([
    [{ model: 'gemini-x' }, 'holds no request'],
    [{ request: { contents } }, 'names no model'],
    [{ model: 'gemini-x', request: { contents }, contents }, 'Unknown name'],
    [{ model: 'gemini-x', request: { contents, model: 'gemini-x' } }, 'Unknown name'],
  ])('400 for an envelope that is none: %j', async (body, message) => {
    const answer = await post(simulator, PATH, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
  });

  it('takes a bearer token alone', async () => {
    const answer = await post(simulator, PATH, {}, { authorization: '', 'x-goog-api-key': 'k' });
    expect(answer.status).toBe(401);
  });

  it('Claude signs what it thought, and refuses any other signature', async () => {
    const parts = await partsOf('claude-x', { contents, tools, generationConfig });
    const signed = parts.filter((part) => part.thoughtSignature !== undefined);
    expect(signed).toMatchObject([{ thought: true }]);
    const history = [...contents, { role: 'model', parts }];
    await partsOf('claude-x', { contents: [...history, ...contents], tools, generationConfig });
    for (const thoughtSignature of ['', 'skip_thought_signature_validator']) {
      const forged = parts.map((part) => ({ ...part, thoughtSignature }));
      const request = { contents: [...contents, { role: 'model', parts: forged }, ...contents] };
      expect((await post(simulator, PATH, { model: 'claude-x', request })).status).toBe(400);
    }
  });
});

it('countTokens takes the contents and the model inside', async () => {
  const path = '/antigravity/v1internal:countTokens';
  const answer = await post(simulator, path, { request: { model: 'models/gemini-x', contents } });
  expect(await answer.json()).toEqual({ totalTokens: 7 });
  expect((await post(simulator, path, { model: 'x', request: { contents } })).status).toBe(400);
});
