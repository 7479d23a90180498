import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../core/refusal.ts';
import { CannotCarryError, type ParsedRequest } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { withoutPlaces } from '../testing/comparable.ts';
import { arbitraryGeminiRequest, keptByGemini } from '../testing/gemini-carries.ts';
import { geminiCodec } from './codec.ts';
import { signatureForClient } from './signatures.ts';

const ADDRESS = { model: 'gemini-2.5-flash', query: new URLSearchParams() };
const USER = { role: 'user', parts: [{ text: 'Hi' }] };

function parse(body: JsonObject): ParsedRequest {
  return geminiCodec.parseRequest({ contents: [USER], ...body }, ADDRESS);
}

function parsePart(part: JsonObject, role = 'user') {
  return parse({ contents: [{ role, parts: [part] }] }).request.turns[0]?.parts[0];
}

function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`./request-fixtures/${name}.json`, import.meta.url), 'utf8'));
}

function failureOf(body: JsonObject): unknown {
  try {
    return parse(body);
  } catch (error) {
    return error;
  }
}

describe('requests of Gemini clients', () => {
  it('what is built for Gemini reads the same again', () => {
    const target = { model: 'gemini-3-flash', maxOutputTokens: null };
    fc.assert(
      fc.property(arbitraryGeminiRequest('gemini'), (request) => {
        const { body } = geminiCodec.buildRequest(request, target);
        const read = geminiCodec.parseRequest(JSON.parse(JSON.stringify(body)), ADDRESS);
        expect(read.dropped).toEqual([]);
        expect(withoutPlaces(read.request)).toEqual(withoutPlaces(keptByGemini(request)));
      }),
    );
  });

  it('Gemini CLI: tools, signatures, results', () => {
    const { request, dropped } = parse(fixture('cli-tools'));
    expect(dropped).toEqual([]);
    expect(request).toMatchObject({
      turns: [
        { role: 'system', parts: [{ text: 'You are a careful engineer.' }] },
        { role: 'user' },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'I should read them.', signature: null },
            {
              type: 'tool-call',
              id: 'read_1',
              input: '{"path":"a.ts"}',
              signature: { dialect: 'gemini', value: 'c:CiIB0e2Kb7y=' },
            },
            { type: 'tool-call', id: 'read_2', signature: null, at: 'contents[1].parts[2]' },
          ],
        },
        {
          role: 'user',
          parts: [
            { type: 'tool-result', callId: 'read_1', isError: false, content: [{ text: 'let a;' }] },
            { type: 'tool-result', callId: 'read_2', isError: true, content: [{ text: 'No such file' }] },
          ],
        },
      ],
      tools: [{ type: 'function', name: 'read_file', inputSchema: { type: 'object', required: ['path'] } }],
      temperature: 0,
      reasoning: { mode: 'on', budgetTokens: 8192, isShown: true },
    });
  });

  it('every field in snake_case, dropped ones named as they were written', () => {
    const { request, dropped } = parse(fixture('snake-case'));
    expect(dropped).toEqual(['generation_config.media_resolution', 'safety_settings']);
    expect(request).toMatchObject({
      turns: [
        { role: 'system', parts: [{ text: 'Be brief.' }] },
        {
          role: 'user',
          parts: [{ type: 'text' }, { type: 'image' }, { type: 'document', source: { type: 'url' } }],
        },
        { role: 'assistant', parts: [{ type: 'tool-call', name: 'look', input: '{"n":1}' }] },
        {
          role: 'user',
          parts: [{ type: 'tool-result', name: 'look', content: [{ text: '{"seen":["cat"]}' }] }],
        },
      ],
      toolChoice: { type: 'tool', name: 'look' },
      outputFormat: { type: 'json-schema', schema: { type: ['string', 'null'] } },
      maxOutputTokens: 100,
      stopSequences: ['END'],
      choices: 2,
      topK: 40,
      logprobs: 3,
    });
    const [tool] = request.tools;
    expect(tool).toMatchObject({
      inputSchema: {
        type: 'object',
        properties: {
          n: { type: ['integer', 'null'] },
          names: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, minItems: 1 },
        },
        required: ['n'],
      },
    });
    expect(JSON.stringify(tool)).not.toContain('rdering');
  });

  it('fact 23: a thought that a client kept in pieces is whole again, with its foreign signature', () => {
    const signature = { dialect: 'anthropic-messages', value: 'Ab+/==' };
    const thoughtSignature = signatureForClient(signature, 'gemini');
    const parts = [
      { text: 'I ', thought: true },
      { text: 'think', thought: true },
      { text: '', thought: true, thoughtSignature },
      { text: 'Hel' },
      { text: 'lo' },
    ];
    const turns = parse({ contents: [USER, { role: 'model', parts }] }).request.turns;
    expect(turns[1]?.parts).toMatchObject([
      { type: 'reasoning', text: 'I think', signature, isRedacted: false },
      { type: 'text', text: 'Hello' },
    ]);
  });

  it('a signature in the other alphabet of base64, as Python writes it, is the same', () => {
    const signature = { dialect: 'openai-responses', value: '~~~???>>>' };
    const written = signatureForClient(signature, 'gemini', true).replaceAll('+', '-').replaceAll('/', '_');
    expect(parsePart({ text: '', thought: true, thoughtSignature: written }, 'model')).toMatchObject({
      signature,
      isRedacted: true,
    });
  });

  it('results without ids answer the calls of their name in order', () => {
    const calls = [
      { functionCall: { name: 'a' } },
      { functionCall: { name: 'b' } },
      { functionCall: { name: 'a' } },
    ];
    const results = ['b', 'a', 'a'].map((name) => ({ functionResponse: { name, response: {} } }));
    const { turns } = parse({
      contents: [USER, { role: 'model', parts: calls }, { role: 'user', parts: results }],
    }).request;
    const ids = (turns[1]?.parts ?? []).flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
    const answered = (turns[2]?.parts ?? []).flatMap((part) =>
      part.type === 'tool-result' ? [part.callId] : [],
    );
    expect(new Set(ids).size).toBe(3);
    expect(answered).toEqual([ids[1], ids[0], ids[2]]);
  });

  it.each([
    [{ thinkingBudget: 0 }, { mode: 'off', budgetTokens: null }],
    [
      { thinkingBudget: -1, includeThoughts: true },
      { mode: 'adaptive', isShown: true },
    ],
    [{ thinkingBudget: 500 }, { mode: 'on', budgetTokens: 500 }],
    [{ thinkingLevel: 'LOW' }, { mode: 'on', effort: 'low' }],
    [{ includeThoughts: false }, { mode: 'adaptive', isShown: false }],
  ])('thinking %j', (thinkingConfig, wish) => {
    expect(parse({ generationConfig: { thinkingConfig } }).request.reasoning).toMatchObject(wish);
  });

  it.each([
    ['AUTO', [], { type: 'auto' }],
    ['NONE', [], { type: 'none' }],
    ['ANY', [], { type: 'required' }],
    ['ANY', ['a', 'b'], { type: 'allowed', names: ['a', 'b'], isRequired: true }],
    ['VALIDATED', [], { type: 'auto' }],
    ['VALIDATED', ['a'], { type: 'allowed', names: ['a'], isRequired: false }],
  ])('calling mode %s with %j', (mode, allowedFunctionNames, choice) => {
    const toolConfig = { functionCallingConfig: { mode, allowedFunctionNames } };
    expect(parse({ toolConfig }).request.toolChoice).toEqual(choice);
  });

  it('media by their types; files of Google are its own', () => {
    const inlineData = (mimeType: string) => ({ inlineData: { mimeType, data: 'AAAA' } });
    expect(parsePart(inlineData('audio/wav'))).toMatchObject({ type: 'audio' });
    expect(parsePart(inlineData('application/pdf'))).toMatchObject({ type: 'document' });
    const fileUri = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
    expect(parsePart({ fileData: { fileUri, mimeType: 'image/png' } })).toMatchObject({
      type: 'image',
      source: { type: 'file', dialect: 'gemini', fileId: fileUri },
    });
  });

  it('tools that Google runs are hosted tools, what they left is for Google alone', () => {
    expect(parse({ tools: [{ googleSearch: {} }] }).request.tools).toEqual([
      { type: 'hosted', name: 'googleSearch', at: 'tools[0].googleSearch' },
    ]);
    expect(parsePart({ executableCode: { language: 'PYTHON', code: '1' } }, 'model')).toMatchObject({
      type: 'vendor',
      name: 'executableCode',
    });
  });

  it.each([
    [
      { contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'video/mp4', data: 'AA' } }] }] },
      'contents[0].parts[0]',
    ],
    [{ contents: [{ role: 'user', parts: [{ hologram: {} }] }] }, 'contents[0].parts[0]'],
    [{ generationConfig: { responseModalities: ['TEXT', 'IMAGE'] } }, 'generationConfig.responseModalities'],
    [{ generationConfig: { responseMimeType: 'text/x.enum' } }, 'generationConfig.responseMimeType'],
    [{ cached_content: 'cachedContents/1' }, 'cached_content'],
  ])('refuses what it cannot carry: %j', (body, at) => {
    const error = failureOf(body);
    expect(error).toBeInstanceOf(CannotCarryError);
    expect(error).toMatchObject({ at });
  });

  it.each([
    [{ contents: [{ role: 'robot', parts: [] }] }, 'contents[0].role'],
    [{ contents: [{ role: 'user', parts: [{ functionCall: { name: 'a' } }] }] }, 'contents[0].parts[0]'],
    [{ contents: ['Hi'] }, 'contents[0]'],
    [{ generation_config: { top_p: 'high' } }, 'generation_config.top_p'],
    [{ tools: [{ functionDeclarations: [{}] }] }, 'tools[0].functionDeclarations[0].name'],
    [
      { toolConfig: { functionCallingConfig: { mode: 'SOMETIMES' } } },
      'toolConfig.functionCallingConfig.mode',
    ],
  ])('refuses what is malformed: %j', (body, param) => {
    const error = failureOf(body);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ param });
  });
});
