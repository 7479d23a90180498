/** Which protocol a canned answer speaks. */
export type CannedDialect = 'chat' | 'messages' | 'responses';

/** A stream as the upstream sends it: each frame is one write, already in chunked transfer coding. */
export type CannedStream = { head: Buffer; frames: readonly Buffer[] };

/** The models that the bench asks for. */
export const CHAT_MODEL = 'gpt-4o-mini';
export const MESSAGES_MODEL = 'claude-sonnet-4-5';

const WORDS = 'the quick brown fox jumps over a lazy dog and then rests in the warm shade of an old oak tree';
const USAGE = { prompt_tokens: 320, completion_tokens: 60, total_tokens: 380 };
const CREATED_S = 1_750_000_000;

/** A non-streamed Chat Completions answer with a body of about 0.6 KB. */
export function chatAnswer(): Buffer {
  const body = JSON.stringify({
    id: 'chatcmpl-bench0000000000000000000000',
    object: 'chat.completion',
    created: CREATED_S,
    model: CHAT_MODEL,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: `${WORDS}. ${WORDS}.`, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 } },
    service_tier: 'default',
    system_fingerprint: 'fp_bench',
  });
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * A stream of `count` chunks (Chat Completions) or events (Messages, Responses). As OpenAI does, a Chat stream whose
 * request asked for usage has `usage: null` on every chunk and one more chunk with the usage before `[DONE]`
 * (https://platform.openai.com/docs/api-reference/chat/create#chat-create-stream_options).
 */
export function cannedStream(dialect: CannedDialect, count: number, includeUsage: boolean): CannedStream {
  const events = eventsOf(dialect, count, includeUsage);
  const frames = events.map((event) => frame(event));
  frames[frames.length - 1] = Buffer.concat([frames.at(-1) ?? Buffer.alloc(0), Buffer.from('0\r\n\r\n')]);
  const head = Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n' +
      'x-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n',
  );
  return { head, frames };
}

function eventsOf(dialect: CannedDialect, count: number, includeUsage: boolean): string[] {
  switch (dialect) {
    case 'chat':
      return chatEvents(count, includeUsage);
    case 'messages':
      return messagesEvents(count);
    case 'responses':
      return responsesEvents(count);
  }
}

function chatEvents(count: number, includeUsage: boolean): string[] {
  const usage = includeUsage ? { usage: null } : {};
  const base = {
    id: 'chatcmpl-bench0000000000000000000000',
    object: 'chat.completion.chunk',
    created: CREATED_S,
    model: CHAT_MODEL,
    service_tier: 'default',
    system_fingerprint: 'fp_bench',
  };
  const events = Array.from({ length: count }, (_, index) => {
    const delta = { ...(index === 0 ? { role: 'assistant' } : {}), content: ` word${index}` };
    const finish = index === count - 1 ? 'stop' : null;
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
    return `data: ${JSON.stringify({ ...base, choices, ...usage })}\n\n`;
  });
  const last = includeUsage ? `data: ${JSON.stringify({ ...base, choices: [], usage: USAGE })}\n\n` : '';
  return [...events, `${last}data: [DONE]\n\n`];
}

function messagesEvents(count: number): string[] {
  const usage = { input_tokens: 320, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const message = { id: 'msg_bench', type: 'message', role: 'assistant', model: MESSAGES_MODEL, content: [] };
  const start = { ...message, stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } };
  const deltas = Array.from({ length: Math.max(1, count - 5) }, (_, index) =>
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: ` word${index}` } }),
  );
  return [
    event('message_start', { message: start }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...deltas,
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { ...usage, output_tokens: 60 },
    }),
    event('message_stop', {}),
  ];
}

function responsesEvents(count: number): string[] {
  const texts = Array.from({ length: Math.max(1, count - 8) }, (_, index) => ` word${index}`);
  const part = { type: 'output_text', text: texts.join(''), annotations: [], logprobs: [] };
  const item = { id: 'msg_bench', type: 'message', role: 'assistant' };
  const open = { ...item, status: 'in_progress', content: [] };
  const whole = { ...item, status: 'completed', content: [part] };
  const response = { id: 'resp_bench', object: 'response', created_at: CREATED_S, model: CHAT_MODEL };
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const usage = {
    ...{ input_tokens: 320, input_tokens_details: { cached_tokens: 0 } },
    ...{ output_tokens: 60, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 380 },
  };
  const inItem = { item_id: item.id, output_index: 0 };
  const inPart = { ...inItem, content_index: 0 };
  const fields: readonly (readonly [type: string, fields: object])[] = [
    ['response.created', { response: begun }],
    ['response.in_progress', { response: begun }],
    ['response.output_item.added', { output_index: 0, item: open }],
    ['response.content_part.added', { ...inPart, part: { ...part, text: '' } }],
    ...texts.map((delta) => ['response.output_text.delta', { ...inPart, delta, logprobs: [] }] as const),
    ['response.output_text.done', { ...inPart, text: part.text, logprobs: [] }],
    ['response.content_part.done', { ...inPart, part }],
    ['response.output_item.done', { output_index: 0, item: whole }],
    ['response.completed', { response: { ...response, status: 'completed', output: [whole], usage } }],
  ];
  return fields.map(([type, rest], index) => event(type, { sequence_number: index, ...rest }));
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function frame(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
