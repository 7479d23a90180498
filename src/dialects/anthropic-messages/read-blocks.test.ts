import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../dialect.ts';
import { toClient } from '../translation/signature-envelope.ts';
import { parseMessagesRequest } from './parse-request.ts';

function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`./request-fixtures/${name}.json`, import.meta.url), 'utf8'));
}

describe('documents, search results and server tools', () => {
  const { request, dropped } = parseMessagesRequest(fixture('documents'));

  it('documents by every source; what is said about one comes before it', () => {
    const parts = request.turns[1]?.parts ?? [];
    expect(parts.slice(0, 4)).toMatchObject([
      { type: 'text', text: 'It came by mail.' },
      {
        type: 'document',
        name: 'a.pdf',
        source: { type: 'data', base64: 'JVBERi0=' },
        cacheMark: { ttl: '5m' },
      },
      { type: 'document', source: { type: 'url', mediaType: 'application/pdf' } },
      { type: 'document', name: 'note', source: { type: 'text', text: 'Call back' } },
    ]);
    expect(parts.slice(4, 6)).toMatchObject([
      { type: 'text', text: 'Page one' },
      { type: 'image', source: { type: 'url', url: 'https://files.example/p.png' } },
    ]);
  });

  it('search results are text, wherever they stand', () => {
    expect(request.turns[1]?.parts[6]).toMatchObject({
      type: 'text',
      text: 'Opening hours\nhttps://library.example/hours\n\nNine to five',
    });
    expect(request.turns[3]?.parts[0]).toMatchObject({
      content: [{ text: 'lend' }, { text: 'Rules\nrules.md\n\nTwo books' }],
    });
  });

  it('calls of server tools are parts of this dialect alone; citations are read', () => {
    expect(request.turns[2]?.parts).toMatchObject([
      { type: 'vendor', dialect: 'anthropic-messages', name: 'server_tool_use' },
      { type: 'vendor', name: 'web_search_tool_result' },
      { type: 'text', citations: [{ url: 'https://library.example', citedText: 'Nine to five' }] },
      { type: 'tool-call', input: '{}' },
    ]);
    expect(dropped).toEqual(['messages[].content[].citations']);
  });

  it('a signature of another dialect is whose it was', () => {
    const signature = { dialect: 'gemini', value: 'c:Ab==' };
    const text = toClient(signature, 'anthropic-messages');
    const block = { type: 'thinking', thinking: '', signature: text };
    const parsed = parseMessagesRequest({ messages: [{ role: 'assistant', content: [block] }] });
    expect(parsed.request.turns[0]?.parts).toMatchObject([{ type: 'reasoning', text: '', signature }]);
  });
});
