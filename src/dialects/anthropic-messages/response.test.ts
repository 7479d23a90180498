import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantPart, FinishReason } from '../../canonical/index.ts';
import { NO_USAGE } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { arbitraryResponse } from '../testing/arbitrary-canonical.ts';
import { comparable } from '../testing/comparable.ts';
import { MESSAGES_FEATURES } from '../testing/messages-carries.ts';
import { call, MESSAGES_REQUEST, text, thought } from '../testing/messages-requests.ts';
import { MESSAGES_CONTEXT } from '../testing/messages-streams.ts';
import { buildMessagesResponse } from './build-response.ts';
import { parseMessagesResponse } from './parse-response.ts';

/** Written after the answers in platform.claude.com/docs, "Web search tool" and "Extended thinking". */
const ANSWER: JsonObject = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-8',
  content: [
    { type: 'thinking', thinking: 'Look it up.', signature: 'EqQB==' },
    { type: 'redacted_thinking', data: 'EmwK' },
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
    { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
    {
      type: 'text',
      text: 'It rains.',
      citations: [
        {
          type: 'web_search_result_location',
          url: 'https://w.example',
          title: 'W',
          cited_text: 'Rain',
          encrypted_index: 'E',
        },
        {
          type: 'char_location',
          cited_text: 'wet',
          document_index: 0,
          document_title: 'Notes',
          start_char_index: 0,
          end_char_index: 3,
        },
      ],
    },
    { type: 'tool_use', id: 'toolu_1', name: 'run', input: { a: [1] } },
  ],
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage: {
    input_tokens: 10,
    cache_creation_input_tokens: 30,
    cache_read_input_tokens: 5,
    cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 40 },
    service_tier: 'standard',
  },
};

function build(parts: readonly AssistantPart[], reason: FinishReason = 'stop') {
  const finish = { reason, stopSequence: null, explanation: null };
  const choices = [{ index: 0, parts, finish, logprobs: null }];
  return buildMessagesResponse({ id: 'up', choices, measured: null }, MESSAGES_CONTEXT);
}

describe('complete answers of Messages', () => {
  it('read the same again', () => {
    fc.assert(
      fc.property(arbitraryResponse(MESSAGES_FEATURES), (response) => {
        const body = JSON.parse(JSON.stringify(buildMessagesResponse(response, MESSAGES_CONTEXT)));
        const measured = response.measured ?? { usage: NO_USAGE, serviceTier: null };
        expect(comparable(parseMessagesResponse(body, MESSAGES_REQUEST))).toEqual(
          comparable({ ...response, id: 'msg_answer1', measured }),
        );
      }),
    );
  });

  it('of the API, with every kind of block', () => {
    const { choices, measured } = parseMessagesResponse(ANSWER, MESSAGES_REQUEST);
    expect(choices[0]?.parts).toMatchObject([
      { type: 'reasoning', text: 'Look it up.', signature: { value: 'EqQB==' } },
      { type: 'reasoning', text: '', isRedacted: true },
      { type: 'vendor', name: 'server_tool_use' },
      { type: 'vendor', name: 'web_search_tool_result' },
      {
        type: 'text',
        citations: [
          { url: 'https://w.example', title: 'W', citedText: 'Rain' },
          { url: null, title: 'Notes', citedText: 'wet' },
        ],
      },
      { type: 'tool-call', id: 'toolu_1', input: '{"a":[1]}' },
    ]);
    expect(measured?.usage).toMatchObject({
      inputTokens: 10,
      cacheReadTokens: 5,
      cacheWrite5mTokens: 10,
      cacheWrite1hTokens: 20,
      outputTokens: 10,
      reasoningTokens: 40,
    });
  });

  it('facts 24, 26: input without the cache, its writes by their life, and the cost', () => {
    const usage = {
      ...NO_USAGE,
      inputTokens: 1,
      cacheReadTokens: 2,
      cacheWrite5mTokens: 3,
      cacheWrite1hTokens: 4,
      outputTokens: 5,
      reasoningTokens: 6,
    };
    const measured = { usage, serviceTier: 'priority' };
    expect(buildMessagesResponse({ id: null, choices: [], measured }, MESSAGES_CONTEXT).usage).toEqual({
      input_tokens: 1,
      cache_creation_input_tokens: 7,
      cache_read_input_tokens: 2,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
      output_tokens: 11,
      output_tokens_details: { thinking_tokens: 6 },
      service_tier: 'priority',
      cost: 0.25,
    });
  });

  it.each<[FinishReason, string]>([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['stop-sequence', 'stop_sequence'],
    ['tool-calls', 'tool_use'],
    ['context-full', 'model_context_window_exceeded'],
    ['content-filter', 'refusal'],
    ['refusal', 'refusal'],
    ['pause', 'pause_turn'],
    ['failed', 'refusal'],
  ])('%s is %s', (reason, word) => {
    expect(build([text('Hi')], reason).stop_reason).toBe(word);
  });

  it('a call and a refusal decide the reason where the upstream just stopped', () => {
    expect(build([call('a')]).stop_reason).toBe('tool_use');
    expect(build([{ type: 'refusal', at: '', text: 'No' }])).toMatchObject({
      content: [{ type: 'text', text: 'No' }],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: null, explanation: null },
    });
  });

  it('states of other dialects are put into envelopes, before what they hang on', () => {
    const signature = { dialect: 'gemini', value: 'c:Ab==' };
    const hidden = { ...thought('openai-responses'), text: '', isRedacted: true };
    expect(build([hidden, thought('gemini'), { ...call('a'), signature }]).content).toMatchObject([
      { type: 'redacted_thinking', data: 'tp1.openai-responses.Sig==' },
      { type: 'thinking', thinking: 'Hm', signature: 'tp1.gemini.Sig==' },
      { type: 'thinking', thinking: '', signature: 'tp1.gemini.c:Ab==' },
      { type: 'tool_use', id: 'a' },
    ]);
  });

  it('stop at white space, which the API does not take as a stop sequence', () => {
    const request = { ...MESSAGES_REQUEST, stopSequences: ['\n'] };
    const { choices } = parseMessagesResponse({ content: [{ type: 'text', text: 'one\ntwo' }] }, request);
    expect(choices[0]).toMatchObject({ parts: [{ text: 'one' }], finish: { reason: 'stop-sequence' } });
  });

  it('a sound is what is said in it', () => {
    const source = { type: 'data', mediaType: 'audio/wav', base64: 'AA==' } as const;
    expect(build([{ type: 'audio', at: '', source, transcript: 'Hello' }]).content).toEqual([
      { type: 'text', text: 'Hello' },
    ]);
  });

  it.each<[JsonObject]>([[{}], [{ content: ['x'] }], [{ content: [{ type: 'tool_use', id: 'a' }] }]])(
    '%j is no answer',
    (answer) => {
      expect(() => parseMessagesResponse(answer, MESSAGES_REQUEST)).toThrow(MalformedAnswerError);
    },
  );
});
