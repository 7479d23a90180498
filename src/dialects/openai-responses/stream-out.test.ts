import { describe, expect, it } from 'vitest';
import type { CanonicalEvent, FinishReason, OpenedPart, PartDelta } from '../../canonical/index.ts';
import { CODEX_REQUEST } from '../testing/codex-request.ts';
import { checkResponsesStream } from '../testing/responses-grammar.ts';
import { writeResponses } from '../testing/responses-streams.ts';
import { parseResponsesRequest } from './parse-request.ts';

const { request: CODEX } = parseResponsesRequest(CODEX_REQUEST);
const USAGE: CanonicalEvent = {
  type: 'usage',
  measured: {
    usage: {
      inputTokens: 10,
      cacheReadTokens: 5,
      cacheWrite5mTokens: 2,
      cacheWrite1hTokens: 1,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: 7,
      reasoningTokens: 3,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    },
    serviceTier: 'standard',
  },
};

/** A part with what is said in it. */
function part(
  number: number,
  content: OpenedPart,
  ...deltas: readonly (PartDelta | string)[]
): readonly CanonicalEvent[] {
  const at = { choice: 0, part: number };
  return [
    { type: 'part-start', ...at, content },
    ...deltas.map((said): CanonicalEvent => {
      const delta: PartDelta = typeof said === 'string' ? { type: 'text', text: said } : said;
      return { type: 'part-delta', ...at, delta };
    }),
    { type: 'part-end', ...at },
  ];
}

function call(name: string, id = 'call_1', kind: 'function' | 'custom' = 'function'): OpenedPart {
  return { type: 'tool-call', id, name, kind };
}

function stream(reason: FinishReason, ...events: readonly CanonicalEvent[]) {
  const finish = {
    type: 'finish',
    choice: 0,
    finish: { reason, stopSequence: null, explanation: null },
  } as const;
  const text = writeResponses(
    [{ type: 'start', id: 'msg_up' }, ...events, finish, USAGE, { type: 'end' }],
    CODEX,
  );
  return checkResponsesStream(text);
}

describe('a stream for Codex', () => {
  it('facts 9, 10, 11: is created, in progress, told item by item, and completed with usage', () => {
    const { events, items, response } = stream(
      'tool-calls',
      ...part(0, { type: 'reasoning', isRedacted: false }, 'Hm', {
        type: 'signature',
        signature: { dialect: 'anthropic-messages', value: 'EmwK==' },
      }),
      ...part(1, { type: 'text' }, 'I ', 'look.'),
      ...part(2, call('exec_command'), '{"cmd":', '"ls"}'),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(items).toMatchObject([
      { type: 'reasoning', id: 'rs_01k_0', encrypted_content: 'tp1.anthropic-messages.EmwK==' },
      { type: 'message', id: 'msg_01k_1', content: [{ text: 'I look.' }] },
      {
        type: 'function_call',
        id: 'fc_01k_2',
        call_id: 'call_1',
        name: 'exec_command',
        arguments: '{"cmd":"ls"}',
      },
    ]);
    expect(response).toMatchObject({
      id: 'resp_01k',
      model: 'claude-sonnet-5',
      service_tier: 'default',
      instructions: 'You are a coding agent.',
      parallel_tool_calls: true,
      reasoning: { effort: 'high', summary: 'auto' },
      usage: {
        input_tokens: 18,
        input_tokens_details: { cached_tokens: 5, cache_write_tokens: 3 },
        output_tokens: 10,
        output_tokens_details: { reasoning_tokens: 3 },
        total_tokens: 28,
        cost: 0.25,
      },
    });
  });

  it('calls the tools of a namespace by both their names', () => {
    const { items } = stream('tool-calls', ...part(0, call('mcp__docs__search'), '{}'));
    expect(items).toMatchObject([{ type: 'function_call', namespace: 'mcp__docs', name: 'search' }]);
  });

  it('calls a local shell by its own item', () => {
    const { items } = stream(
      'tool-calls',
      ...part(0, call('local_shell'), '{"command":["ls"],', '"timeout_ms":9}'),
    );
    expect(items).toEqual([
      {
        id: 'lsh_01k_0',
        type: 'local_shell_call',
        call_id: 'call_1',
        status: 'completed',
        action: { type: 'exec', command: ['ls'], env: {}, timeout_ms: 9 },
      },
    ]);
  });

  it('calls a custom tool with free text', () => {
    const { items, events } = stream(
      'tool-calls',
      ...part(0, call('apply_patch', 'c', 'custom'), '*** ', 'Begin'),
    );
    expect(items).toMatchObject([{ type: 'custom_tool_call', id: 'ctc_01k_0', input: '*** Begin' }]);
    expect(events.map(({ type }) => type)).toContain('response.custom_tool_call_input.done');
  });

  it('gives a call without arguments an empty object', () => {
    const { items } = stream('tool-calls', ...part(0, call('exec_command')));
    expect(items).toMatchObject([{ arguments: '{}' }]);
  });

  it('hands out the state of a call before the call', () => {
    const signature = { dialect: 'gemini', value: 'c:ab==' };
    const { items } = stream(
      'tool-calls',
      ...part(0, { type: 'text' }, 'Look'),
      ...part(1, call('exec_command'), { type: 'signature', signature }, '{}'),
    );
    expect(items).toMatchObject([
      { type: 'message' },
      { type: 'reasoning', summary: [], encrypted_content: 'tp1.gemini.c:ab==' },
      { type: 'function_call' },
    ]);
  });

  it('hands out a state that came too late after its part', () => {
    const signature = { dialect: 'gemini', value: 't:ab==' };
    const { items } = stream('stop', ...part(0, { type: 'text' }, 'Look', { type: 'signature', signature }));
    expect(items).toMatchObject([{ type: 'message' }, { encrypted_content: 'tp1.gemini.t:ab==' }]);
  });

  it('says texts and refusals that follow each other in one message', () => {
    const citation = { url: 'https://x.example', title: 'X', citedText: null, start: 0, end: 2 };
    const { items } = stream(
      'stop',
      ...part(0, { type: 'text' }, 'One', { type: 'citation', citation }),
      ...part(1, { type: 'text' }),
      ...part(2, { type: 'refusal' }, 'No'),
    );
    expect(items).toMatchObject([
      {
        content: [
          {
            type: 'output_text',
            text: 'One',
            annotations: [{ type: 'url_citation', title: 'X', end_index: 2 }],
          },
          { type: 'refusal', refusal: 'No' },
        ],
      },
    ]);
  });

  it.each<[FinishReason, string, string]>([
    ['length', 'max_output_tokens', 'incomplete'],
    ['context-full', 'max_output_tokens', 'incomplete'],
    ['content-filter', 'content_filter', 'completed'],
  ])('fact 12: %s is incomplete with its reason', (reason, word, status) => {
    const { ending, response, items } = stream(reason, ...part(0, { type: 'text' }, 'Once'));
    expect(ending).toBe('incomplete');
    expect(response.incomplete_details).toEqual({ reason: word });
    expect(items).toMatchObject([{ status }]);
  });

  it('fails where the upstream says that it did', () => {
    const { ending, response } = stream('failed', ...part(0, { type: 'text' }, 'Once'));
    expect(ending).toBe('failed');
    expect(response.error).toEqual({ code: 'server_error', message: 'The model failed to answer' });
  });

  it('is a stream though nothing was said', () => {
    expect(stream('stop')).toMatchObject({ ending: 'completed', items: [], response: { output: [] } });
  });

  it('fact 11: an error before anything else is a stream too, and the last word', () => {
    const error = { kind: 'server', status: 502, message: 'Cut', code: null, retryAfterS: null } as const;
    const text = writeResponses([{ type: 'error', error }, { type: 'end' }]);
    expect(checkResponsesStream(text)).toMatchObject({
      ending: 'failed',
      response: { error: { code: 'server_error', message: 'Cut' }, usage: null },
    });
  });
});
