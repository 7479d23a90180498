import { describe, expect, it } from 'vitest';
import { messages } from './anthropic-messages/index.ts';
import type { JsonObject, Operation } from './dialect.ts';
import { chatCompletions } from './openai-chat/index.ts';
import { responses } from './openai-responses/index.ts';

const ADDRESS = { model: null, query: new URLSearchParams() };
const ENVELOPE = 'tp1.gemini.r:Ab==';

/** What changes in a body that goes to an upstream of its own dialect under the same name of the model. */
function edited(operation: Operation, body: JsonObject): JsonObject {
  const named = { model: 'm', ...body };
  const facts = operation.readFacts(named, ADDRESS);
  const edits = operation.bodyEdits(named, 'm', facts);
  return Object.fromEntries(edits.map(({ key, valueJson }) => [key, JSON.parse(valueJson)]));
}

describe('facts 23, 37: a native body of Messages', () => {
  const user = { role: 'user', content: 'Hi' };
  const text = { type: 'text', text: 'Hello' };
  const call = { type: 'tool_use', id: 'a', name: 'run', input: {} };
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'done' }] };
  const own = { type: 'thinking', thinking: 'Hm', signature: 'EqQB' };
  const foreign = [
    { type: 'thinking', thinking: 'Hm', signature: ENVELOPE },
    { type: 'thinking', thinking: 'Hm', signature: '' },
    { type: 'redacted_thinking', data: ENVELOPE },
  ];
  const said = (...content: readonly object[]) => ({ role: 'assistant', content });

  it('goes as it is where its thinking is its own', () => {
    const redacted = { type: 'redacted_thinking', data: 'EmwK' };
    expect(edited(messages, { messages: [user, said(own, redacted, text), user], max_tokens: 1 })).toEqual(
      {},
    );
  });

  it('goes without thinking that another dialect made, and without a message of nothing else', () => {
    const body = { max_tokens: 1, messages: [user, said(...foreign, own, text), said(...foreign), user] };
    expect(edited(messages, body)).toEqual({ messages: [user, said(own, text), user] });
  });

  it('thinks no more by a budget where the thinking before its calls is gone', () => {
    const thinking = { type: 'enabled', budget_tokens: 1_024 };
    const body = { max_tokens: 2_048, thinking, messages: [user, said(...foreign, call), result] };
    expect(edited(messages, body)).toMatchObject({ thinking: { type: 'disabled' } });
    const mixed = { ...body, messages: [user, said(...foreign, text), user, said(own, call), result] };
    expect(edited(messages, mixed)).not.toHaveProperty('thinking');
    expect(edited(messages, { ...body, thinking: { type: 'adaptive' } })).not.toHaveProperty('thinking');
  });
});

describe('fact 13: a native body of Responses', () => {
  const user = { role: 'user', content: 'Hi' };
  const own = { type: 'reasoning', summary: [], encrypted_content: 'gAAA==' };

  it('goes as it is where its reasoning is its own', () => {
    expect(edited(responses, { input: [user, own, { type: 'reasoning', summary: [] }] })).toEqual({});
    expect(edited(responses, { input: 'Hi' })).toEqual({});
  });

  it('goes without reasoning that another dialect made', () => {
    const foreign = [ENVELOPE, `redacted.${ENVELOPE}`].map((encrypted_content) => ({
      ...own,
      encrypted_content,
    }));
    expect(edited(responses, { input: [user, ...foreign, own] })).toEqual({ input: [user, own] });
  });
});

describe('fact 37: a native body of Chat Completions', () => {
  const words = { type: 'reasoning.text', text: 'Hm', index: 0 };
  const own = { type: 'reasoning.encrypted', data: 'd', index: 1 };
  const said = (...reasoning_details: readonly object[]) => ({
    role: 'assistant',
    content: 'Hello',
    reasoning_details,
  });

  it('goes as it is where its details are its own', () => {
    expect(edited(chatCompletions, { messages: [said(words, own)] })).toEqual({});
  });

  it('goes without details that another dialect made, and without the words of those', () => {
    const foreign = { type: 'reasoning.text', signature: `${ENVELOPE}#2`, index: 0 };
    const { reasoning_details: _, ...bare } = said();
    expect(edited(chatCompletions, { messages: [said(words, foreign, own)] })).toEqual({
      messages: [said(own)],
    });
    expect(edited(chatCompletions, { messages: [said(words, foreign)] })).toEqual({ messages: [bare] });
  });
});
