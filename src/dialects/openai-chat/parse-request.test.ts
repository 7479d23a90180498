import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../dialect.ts';
import { withoutPlaces } from '../testing/comparable.ts';
import { HELLO, parse, refusalOf } from './testing/exchange.ts';

function turnsOf(...messages: readonly JsonObject[]) {
  return withoutPlaces(parse({ messages }).request.turns);
}

describe('the messages of a request', () => {
  it('system and developer are system turns where they stand', () => {
    expect(
      turnsOf({ role: 'developer', content: 'a' }, HELLO, {
        role: 'system',
        content: [{ type: 'text', text: 'b' }],
      }),
    ).toMatchObject([
      { role: 'system', parts: [{ text: 'a' }] },
      { role: 'user' },
      { role: 'system', parts: [{ text: 'b' }] },
    ]);
  });

  it('pictures, sounds and files of a user', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://x.example/a.png', detail: 'low' } },
      { type: 'image_url', image_url: 'data:image/png;base64,AAAA' },
      { type: 'input_audio', input_audio: { data: 'BBBB', format: 'mp3' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,CCCC' } },
      { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGk=' } },
      { type: 'file', file: { file_id: 'file-1' } },
    ];
    expect(turnsOf({ role: 'user', content })[0]?.parts).toMatchObject([
      { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' }, detail: 'low' },
      { type: 'image', source: { type: 'data', mediaType: 'image/png', base64: 'AAAA' }, detail: null },
      { type: 'audio', source: { mediaType: 'audio/mp3', base64: 'BBBB' } },
      { type: 'document', name: 'a.pdf', source: { mediaType: 'application/pdf', base64: 'CCCC' } },
      { type: 'document', name: 'a.txt', source: { type: 'text', text: 'hi' } },
      { type: 'document', source: { type: 'file', dialect: 'openai-chat', fileId: 'file-1' } },
    ]);
  });

  it('results of tools, and what is said after them, are one turn of the user', () => {
    const turns = turnsOf(
      HELLO,
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
          { id: 'b', type: 'custom', custom: { name: 'g', input: 'ls' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: '2' }] },
      { role: 'user', content: 'and?' },
      { role: 'user', content: 'well?' },
    );
    expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'user']);
    expect(turns[1]?.parts).toMatchObject([
      { id: 'a', kind: 'function', input: '{}' },
      { id: 'b', kind: 'custom', input: 'ls' },
    ]);
    expect(turns[2]?.parts).toMatchObject([
      { type: 'tool-result', callId: 'a', content: [{ text: '1' }] },
      { type: 'tool-result', callId: 'b', content: [{ text: '2' }] },
      { type: 'text', text: 'and?' },
    ]);
  });

  it('a deprecated function_call and its result belong together', () => {
    const [, called, result] = turnsOf(
      HELLO,
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
      { role: 'function', name: 'f', content: '1' },
    );
    expect(called?.parts).toMatchObject([{ type: 'tool-call', name: 'f', input: '{"a":1}' }]);
    const [call] = called?.parts ?? [];
    const callId = call?.type === 'tool-call' ? call.id : '';
    expect(result?.parts).toMatchObject([{ type: 'tool-result', callId, name: 'f' }]);
  });

  it('plain reasoning of compatible servers is the first part', () => {
    for (const field of ['reasoning_content', 'reasoning']) {
      expect(turnsOf({ role: 'assistant', content: 'ok', [field]: 'hm' })[0]?.parts).toMatchObject([
        { type: 'reasoning', text: 'hm', signature: null },
        { type: 'text', text: 'ok' },
      ]);
    }
  });

  it('marks of caches are kept', () => {
    const content = [
      { type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit', ttl: '30m' } },
      { type: 'text', text: 'b', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ];
    expect(turnsOf({ role: 'user', content })[0]?.parts).toMatchObject([
      { cacheMark: { ttl: null } },
      { cacheMark: { ttl: '1h' } },
    ]);
  });

  it('what is malformed or unknown is refused by its place', () => {
    const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });
    expect(refusalOf({ messages: [{ role: 'narrator', content: '' }] })).toMatch(/^messages\[0\]\.role: /);
    expect(refusalOf(user(7))).toMatch(/^messages\[0\]\.content: /);
    expect(refusalOf(user([{ type: 'text', text: 7 }]))).toMatch(/^messages\[0\]\.content\[0\]\.text: /);
    expect(refusalOf(user([{ type: 'image_url' }]))).toMatch(/^messages\[0\]\.content\[0\]\.image_url: /);
    expect(refusalOf(user([{ type: 'video_url', video_url: {} }]))).toMatch(
      /^messages\[0\]\.content\[0\] is of/,
    );
    expect(refusalOf({ messages: [{ role: 'assistant', audio: { id: 'a' } }] })).toMatch(
      /^messages\[0\]\.audio is/,
    );
    expect(refusalOf({ messages: [{ role: 'tool', content: 'x' }] })).toMatch(
      /^messages\[0\]\.tool_call_id: /,
    );
  });
});

describe('the settings of a request', () => {
  it('have their words in the middle', () => {
    const { request, dropped } = parse({
      max_completion_tokens: 7,
      n: 2,
      stop: 'END',
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      logprobs: true,
      top_logprobs: 4,
      logit_bias: { 50256: -100 },
      reasoning_effort: 'high',
      verbosity: 'low',
      service_tier: 'flex',
      safety_identifier: 'u1',
      prompt_cache_key: 'k',
      metadata: { a: 'b' },
      parallel_tool_calls: false,
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
      store: false,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', strict: true, schema: { type: 'object' } },
      },
    });
    expect(dropped).toEqual([]);
    expect(request).toMatchObject({
      maxOutputTokens: 7,
      choices: 2,
      stopSequences: ['END'],
      temperature: 0.5,
      topP: 0.9,
      topK: 3,
      logprobs: 4,
      logitBias: { 50256: -100 },
      reasoning: { mode: 'on', effort: 'high', budgetTokens: null },
      verbosity: 'low',
      serviceTier: 'flex',
      endUser: 'u1',
      promptCacheKey: 'k',
      metadata: { a: 'b' },
      parallelTools: false,
      isStreaming: true,
      outputFormat: { type: 'json-schema', name: 'x', isStrict: true, description: null },
    });
  });

  it('older words are known too', () => {
    expect(parse({ max_tokens: 5, user: 'u' }).request).toMatchObject({ maxOutputTokens: 5, endUser: 'u' });
    expect(parse({ reasoning_effort: 'none' }).request.reasoning).toMatchObject({
      mode: 'off',
      effort: 'none',
    });
    expect(parse({ reasoning: { max_tokens: 2000, exclude: true } }).request.reasoning).toEqual({
      mode: 'on',
      effort: null,
      budgetTokens: 2000,
      isShown: false,
    });
  });

  it('what only tunes and has no word is named', () => {
    const messages = [{ ...HELLO, name: 'Bob' }];
    const { dropped } = parse({
      messages,
      prediction: { type: 'content' },
      store: true,
      chat_template_kwargs: {},
    });
    expect([...dropped].sort()).toEqual(['chat_template_kwargs', 'messages[0].name', 'prediction', 'store']);
  });

  it('what would change the answer is refused', () => {
    expect(refusalOf({ modalities: ['text', 'audio'] })).toMatch(/^modalities asks for audio/);
    expect(refusalOf({ audio: { voice: 'ash', format: 'wav' } })).toMatch(/^audio asks/);
    expect(refusalOf({ web_search_options: {} })).toMatch(/^web_search_options asks/);
    expect(refusalOf({ modalities: ['text'] })).toBe('taken');
  });

  it('what is malformed is refused by its place', () => {
    expect(refusalOf({ temperature: 'hot' })).toMatch(/^temperature: /);
    expect(refusalOf({ stop: [1] })).toMatch(/^stop: /);
    expect(refusalOf({ reasoning_effort: 'extreme' })).toMatch(/^reasoning_effort: /);
    expect(refusalOf({ response_format: { type: 'xml' } })).toMatch(/^response_format: /);
    expect(refusalOf({ metadata: { a: 1 } })).toMatch(/^metadata\.a: /);
  });
});
