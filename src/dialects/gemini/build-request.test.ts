import { describe, expect, it } from 'vitest';
import type {
  AssistantPart,
  CanonicalRequest,
  ReasoningPart,
  Turn,
  UserPart,
} from '../../canonical/index.ts';
import { CannotCarryError, type Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { geminiCodec } from './codec.ts';
import { FOREIGN_CALL_SIGNATURE } from './signatures.ts';

const EMPTY = geminiCodec.parseRequest(
  { contents: [] },
  { model: 'm', query: new URLSearchParams() },
).request;
const USER: Turn = { role: 'user', parts: [text('Hi')] };

function text(value: string) {
  return { type: 'text', at: '', text: value, cacheMark: null, citations: [], signature: null } as const;
}

function call(id: string, name = id): AssistantPart {
  return { type: 'tool-call', at: '', id, name, kind: 'function', input: '{}', signature: null };
}

function result(
  callId: string,
  content: Extract<UserPart, { type: 'tool-result' }>['content'] = [text('ok')],
): UserPart {
  return { type: 'tool-result', at: '', callId, name: null, content, isError: false, cacheMark: null };
}

function reasoning(dialect: string, value: string): ReasoningPart {
  return { type: 'reasoning', at: '', text: '', signature: { dialect, value }, isRedacted: false };
}

function build(request: Partial<CanonicalRequest>, model = 'gemini-3-flash') {
  const target: Target = { model, maxOutputTokens: null };
  return geminiCodec.buildRequest({ ...EMPTY, turns: [USER], ...request }, target);
}

function contentsOf(
  turns: readonly Turn[],
  model?: string,
): readonly { role: string; parts: JsonObject[] }[] {
  const { contents } = build({ turns }, model).body;
  return contents as readonly { role: string; parts: JsonObject[] }[];
}

describe('signatures on their way to Gemini', () => {
  const asked = (...parts: readonly AssistantPart[]) =>
    contentsOf([USER, { role: 'assistant', parts }])[1]?.parts;

  it('fact 37: one that came back in a thought before its part returns to the part', () => {
    expect(asked(reasoning('gemini', 'c:SIG'), call('a'), call('b'))).toMatchObject([
      { functionCall: { id: 'a' }, thoughtSignature: 'SIG' },
      { functionCall: { id: 'b' } },
    ]);
    expect(asked(reasoning('gemini', 't:SIG'), text('Hello'))).toEqual([
      { text: 'Hello', thoughtSignature: 'SIG' },
    ]);
  });

  it('fact 37: one whose text is gone stands on an empty text', () => {
    expect(asked(text('Hello'), reasoning('gemini', 't:SIG'))).toEqual([
      { text: 'Hello' },
      { text: '', thoughtSignature: 'SIG' },
    ]);
    expect(asked(reasoning('gemini', 't:SIG'), call('a'))).toMatchObject([
      { text: '', thoughtSignature: 'SIG' },
      { functionCall: { id: 'a' } },
    ]);
  });

  it('own thinking goes back, thinking without a signature of its own does not', () => {
    const own: AssistantPart = { ...reasoning('gemini', 'r:SIG'), text: 'hm' };
    const foreign: AssistantPart = { ...reasoning('anthropic-messages', 'SIG'), text: 'hm' };
    expect(asked(own, foreign, text('Hello'))).toEqual([
      { text: 'hm', thought: true, thoughtSignature: 'SIG' },
      { text: 'Hello' },
    ]);
  });

  it('fact 37: the first foreign call of each step of the current turn gets the documented stand-in', () => {
    const foreign = { dialect: 'anthropic-messages', value: 'SIG' };
    const signed = { ...call('c'), signature: foreign } as AssistantPart;
    const contents = contentsOf([
      USER,
      { role: 'assistant', parts: [call('a')] },
      { role: 'user', parts: [result('a')] },
      USER,
      { role: 'assistant', parts: [signed, call('d')] },
      { role: 'user', parts: [result('c'), result('d')] },
      { role: 'assistant', parts: [call('e')] },
      { role: 'user', parts: [result('e')] },
    ]);
    const signatures = contents
      .flatMap(({ parts }) => parts)
      .flatMap((part) => ('functionCall' in part ? [part.thoughtSignature] : []));
    expect(signatures).toEqual([
      FOREIGN_CALL_SIGNATURE,
      FOREIGN_CALL_SIGNATURE,
      undefined,
      FOREIGN_CALL_SIGNATURE,
    ]);
    expect(JSON.stringify(contents)).not.toContain('SIG"');
  });
});

describe('turns before the current one', () => {
  it('are sent without a stand-in, since nobody checks them', () => {
    const contents = contentsOf([
      USER,
      { role: 'assistant', parts: [call('a')] },
      { role: 'user', parts: [result('a')] },
      { role: 'assistant', parts: [text('Done')] },
      USER,
      { role: 'assistant', parts: [call('b')] },
      { role: 'user', parts: [result('b')] },
    ]);
    expect(contents[1]?.parts[0]).not.toHaveProperty('thoughtSignature');
    expect(contents[5]?.parts[0]).toHaveProperty('thoughtSignature', FOREIGN_CALL_SIGNATURE);
  });
});

describe('conversations on their way to Gemini', () => {
  it('results of parallel calls stand together, named by their calls', () => {
    const contents = contentsOf([
      USER,
      { role: 'assistant', parts: [call('1', 'a'), call('2', 'b')] },
      { role: 'user', parts: [result('1')] },
      { role: 'user', parts: [{ ...result('2'), isError: true } as UserPart] },
    ]);
    expect(contents[2]).toEqual({
      role: 'user',
      parts: [
        { functionResponse: { id: '1', name: 'a', response: { result: 'ok' } } },
        { functionResponse: { id: '2', name: 'b', response: { error: 'ok' } } },
      ],
    });
  });

  it('pictures of tools stand inside the response from Gemini 3 on, beside it before', () => {
    const source = { type: 'data', mediaType: 'image/png', base64: 'AAAA' } as const;
    const image = { type: 'image', at: '', source, detail: null, cacheMark: null, signature: null } as const;
    const turns: readonly Turn[] = [
      USER,
      { role: 'assistant', parts: [call('a')] },
      { role: 'user', parts: [result('a', [text('ok'), image])] },
    ];
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    expect(contentsOf(turns)[2]?.parts).toMatchObject([{ functionResponse: { parts: [{ inlineData }] } }]);
    expect(contentsOf(turns, 'gemini-2.5-pro')[2]?.parts).toMatchObject([
      { functionResponse: { name: 'a' } },
      { inlineData },
    ]);
  });

  it('a result without a call is refused, and so is a file of another provider', () => {
    expect(() => contentsOf([{ role: 'user', parts: [result('gone')] }])).toThrow(CannotCarryError);
    const source = { type: 'file', dialect: 'openai-chat', fileId: 'file-1' } as const;
    const image = { type: 'image', at: 'x', source, detail: null, cacheMark: null, signature: null } as const;
    expect(() => contentsOf([{ role: 'user', parts: [image] }])).toThrow('is a file at another provider');
  });

  it('system turns are the instruction; a later one stays at its place', () => {
    const system: Turn = { role: 'system', parts: [text('Be brief.')] };
    expect(
      build({ turns: [system, USER, { role: 'assistant', parts: [text('Hi')] }, system] }).body,
    ).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ role: 'user' }, { role: 'model' }, { role: 'user', parts: [{ text: 'Be brief.' }] }],
    });
  });

  it('custom tools become functions, and so do their calls', () => {
    const custom = { type: 'custom', name: 'patch', description: null, format: null, at: '' } as const;
    const used: AssistantPart = {
      type: 'tool-call',
      at: '',
      id: '1',
      name: 'patch',
      kind: 'custom',
      input: '*** x',
      signature: null,
    };
    const { body } = build({ tools: [custom], turns: [USER, { role: 'assistant', parts: [used] }] });
    expect(body).toMatchObject({
      tools: [{ functionDeclarations: [{ name: 'patch', parametersJsonSchema: { required: ['input'] } }] }],
      contents: [{}, { parts: [{ functionCall: { args: { input: '*** x' } } }] }],
    });
  });
});

describe('settings on their way to Gemini', () => {
  it('names what only tunes and has no word', () => {
    const { dropped } = build({
      parallelTools: false,
      logitBias: { 1: 2 },
      verbosity: 'low',
      endUser: 'u',
      metadata: { a: 'b' },
      serviceTier: 'scale',
      promptCacheKey: 'k',
    });
    expect(dropped).toEqual([
      'parallelTools',
      'logitBias',
      'verbosity',
      'serviceTier',
      'endUser',
      'metadata',
    ]);
  });

  it.each([
    ['gemini-3-pro', { effort: 'medium' }, { thinkingLevel: 'HIGH' }],
    ['gemini-3.1-pro', { effort: 'medium' }, { thinkingLevel: 'MEDIUM' }],
    ['gemini-3-flash', { effort: 'minimal' }, { thinkingLevel: 'MINIMAL' }],
    ['gemini-2.5-flash', { effort: 'max' }, { thinkingBudget: 24_576 }],
    [
      'gemini-2.5-pro',
      { budgetTokens: 31_999, isShown: true },
      { thinkingBudget: 31_999, includeThoughts: true },
    ],
    ['gemini-2.5-flash', { mode: 'adaptive' }, { thinkingBudget: -1 }],
    ['gemini-2.5-flash', { mode: 'off' }, { thinkingBudget: 0 }],
  ] as const)('%s thinks as wished: %j', (model, wish, thinkingConfig) => {
    const reasoning = { mode: 'on', effort: null, budgetTokens: null, isShown: null, ...wish } as const;
    const { body, dropped } = build({ reasoning }, model);
    expect(body.generationConfig).toEqual({ thinkingConfig });
    expect(dropped).toEqual([]);
  });

  it('says so when a model cannot be kept from thinking', () => {
    const reasoning = { mode: 'off', effort: null, budgetTokens: null, isShown: null } as const;
    expect(build({ reasoning }, 'gemini-2.5-pro').dropped).toEqual(['reasoning']);
  });
});
