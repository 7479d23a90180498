import { answerTokens } from '../answer.ts';
import { piecesOf } from '../pieces.ts';
import { bareFrame, type Frame, type Generated, outputOf, reasoningOf } from '../platform.ts';
import { type MessageDraft, stopReason, toolUseId } from './messages.ts';
import { signThinking } from './thinking.ts';

/**
 * The events of a message: message_start, ping, each block from start to stop before the next begins,
 * message_delta with the usage so far, message_stop.
 */
export function* messagesFrames(draft: MessageDraft): Generator<Frame> {
  const { id, model, answer, usage } = draft;
  const message = { id, type: 'message', role: 'assistant', model, content: [] };
  // The count of output at the start is a placeholder; message_delta overwrites it.
  const opened = { ...message, stop_reason: null, stop_sequence: null, usage: usage(1, 0) };
  yield event('message_start', { message: opened });
  yield event('ping', {});
  let index = 0;
  if (answer.thinkingTokens > 0) yield* thinkingBlock(draft, index++);
  if (answer.text !== '') yield* textBlock(draft, index++);
  for (const call of answer.calls.keys()) yield* toolBlock(draft, call, index++);
  const delta = { stop_reason: stopReason(answer), stop_sequence: answer.stopSequence ?? null };
  yield event('message_delta', {
    delta,
    usage: usage(answerTokens(answer) + answer.thinkingTokens, answer.thinkingTokens),
  });
  yield event('message_stop', {});
}

function* thinkingBlock({ answer, hidesThinking }: MessageDraft, index: number): Generator<Frame> {
  const shown = hidesThinking ? '' : answer.thinking;
  yield event('content_block_start', {
    index,
    content_block: { type: 'thinking', thinking: '', signature: '' },
  });
  const pieces = shown === '' ? [] : piecesOf(shown, answer.thinkingTokens, 4);
  for (const { text, tokens } of pieces) {
    const delta = { type: 'thinking_delta', thinking: text };
    yield event('content_block_delta', { index, delta }, reasoningOf(tokens));
  }
  const hidden = reasoningOf(answer.thinkingTokens);
  const signature = { type: 'signature_delta', signature: signThinking(shown) };
  yield event('content_block_delta', { index, delta: signature }, pieces.length === 0 ? hidden : undefined);
  yield event('content_block_stop', { index });
}

function* textBlock({ answer }: MessageDraft, index: number): Generator<Frame> {
  yield event('content_block_start', { index, content_block: { type: 'text', text: '' } });
  // Written by hand because this is the event a stream consists of.
  const head = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"text_delta","text":`;
  for (const { text, tokens } of piecesOf(answer.text, answer.textTokens, answer.chunks)) {
    yield { text: `${head}${JSON.stringify(text)}}}\n\n`, generated: outputOf(tokens) };
  }
  yield event('content_block_stop', { index });
}

function* toolBlock({ id, answer }: MessageDraft, nth: number, index: number): Generator<Frame> {
  const call = answer.calls[nth];
  if (call === undefined) return;
  const content_block = { type: 'tool_use', id: toolUseId(id, nth), name: call.name, input: {} };
  yield event('content_block_start', { index, content_block });
  for (const { text, tokens } of piecesOf(call.json, call.tokens, 3)) {
    const delta = { type: 'input_json_delta', partial_json: text };
    yield event('content_block_delta', { index, delta }, outputOf(tokens));
  }
  yield event('content_block_stop', { index });
}

function event(type: string, fields: object, generated?: Generated): Frame {
  const text = `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  return generated === undefined ? bareFrame(text) : { text, generated };
}
