import { describe, expect, it } from 'vitest';
import type { Turn } from '../../canonical/index.ts';
import { build, call, result, system, text, thought, user } from '../testing/messages-requests.ts';

function messagesOf(turns: readonly Turn[]) {
  return build({ turns }).body.messages;
}

describe('turns', () => {
  it('system turns at the beginning are the system, later ones marked text of the user', () => {
    const { body } = build({ turns: [system('A'), system('B'), user('C'), system('D')] });
    expect(body.system).toEqual([
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B' },
    ]);
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'C' },
          { type: 'text', text: '<system-reminder>\nD\n</system-reminder>' },
        ],
      },
    ]);
  });

  it('system turns alone are what is answered', () => {
    const { body } = build({ turns: [system('Write a poem')] });
    expect(body.system).toBeUndefined();
    expect(body.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Write a poem' }] }]);
  });

  it('results of parallel calls are one turn right after them, before everything else', () => {
    const turns: Turn[] = [
      user('Go'),
      { role: 'assistant', parts: [text('Both.')] },
      { role: 'assistant', parts: [call('a'), call('b')] },
      result('a'),
      system('Be quick'),
      result('b'),
    ];
    expect(messagesOf(turns)).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [{ type: 'text' }, { id: 'a' }, { id: 'b' }] },
      {
        role: 'user',
        content: [{ tool_use_id: 'a' }, { tool_use_id: 'b' }, { type: 'text' }],
      },
    ]);
  });

  it('ids are kept where the API takes them, and unique; a result has the id of its call', () => {
    const turns: Turn[] = [
      user('Go'),
      { role: 'assistant', parts: [call('functions.run:0'), call('ok_1')] },
      result('functions.run:0'),
      { role: 'assistant', parts: [call('functions.run:0')] },
      result('functions.run:0'),
    ];
    const built = messagesOf(turns) as { content: { id?: string; tool_use_id?: string }[] }[];
    const ids = built.flatMap(({ content }) => content.flatMap(({ id }) => id ?? []));
    const results = built.flatMap(({ content }) => content.flatMap(({ tool_use_id: id }) => id ?? []));
    expect(ids[1]).toBe('ok_1');
    expect(new Set(ids).size).toBe(3);
    expect(results).toEqual([ids[0], ids[2]]);
    expect(ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/.test(id))).toBe(true);
    expect(messagesOf(turns)).toEqual(built);
  });

  it('inputs are objects, whatever the model wrote', () => {
    const parts = [call('a', ''), call('b', '[1]'), call('c', '{"x":'), call('d', '{"y":1}')];
    const custom = { ...call('e', 'SELECT 1'), kind: 'custom' as const };
    expect(messagesOf([user('Go'), { role: 'assistant', parts: [...parts, custom] }])).toMatchObject([
      {},
      {
        content: [
          { input: {} },
          { input: { input: '[1]' } },
          { input: { input: '{"x":' } },
          { input: { y: 1 } },
          { input: { input: 'SELECT 1' } },
        ],
      },
    ]);
  });

  it('fact 37: only thinking of this dialect goes back', () => {
    const parts = [
      thought('gemini'),
      thought('anthropic-messages'),
      text('Yes'),
      { ...call('a'), signature: { dialect: 'gemini', value: 'c:x' } },
    ];
    const built = JSON.stringify(messagesOf([user('Go'), { role: 'assistant', parts }]));
    expect(built).toContain('{"type":"thinking","thinking":"Hm","signature":"Sig=="}');
    expect(built.match(/thinking"/g)).toHaveLength(2);
    expect(built).not.toContain('c:x');
  });

  it('text of white space alone is left out, and does not end what the model goes on with', () => {
    const turns: Turn[] = [
      user(' \n'),
      user('Go'),
      { role: 'assistant', parts: [text(''), text('The sum is ')] },
    ];
    expect(messagesOf(turns)).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Go' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'The sum is' }] },
    ]);
  });

  it('pictures and documents by their sources', () => {
    const image = { type: 'image', at: '', detail: 'low', cacheMark: null, signature: null } as const;
    const document = { type: 'document', at: '', name: 'a', cacheMark: null } as const;
    const base64 = Buffer.from('né').toString('base64');
    const parts = [
      { ...image, source: { type: 'data', mediaType: 'image/png', base64: 'AA==' } },
      { ...image, source: { type: 'url', url: 'https://x.example/i', mediaType: null } },
      { ...document, source: { type: 'data', mediaType: 'application/pdf', base64: 'AA==' } },
      { ...document, source: { type: 'data', mediaType: 'text/markdown', base64 } },
    ] as const;
    expect(messagesOf([{ role: 'user', parts }])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
          { type: 'image', source: { type: 'url', url: 'https://x.example/i' } },
          {
            type: 'document',
            title: 'a',
            source: { type: 'base64', media_type: 'application/pdf', data: 'AA==' },
          },
          { type: 'document', title: 'a', source: { type: 'text', media_type: 'text/plain', data: 'né' } },
        ],
      },
    ]);
  });

  it('the last four cache marks stay; an hour needs its beta', () => {
    const marked = (ttl: '1h' | null): Turn => ({
      role: 'user',
      parts: [{ ...text('x'), cacheMark: { ttl } }],
    });
    const { body, headers } = build({
      turns: [marked('1h'), ...Array.from({ length: 4 }, () => marked(null))],
    });
    expect(JSON.stringify(body).match(/"cache_control":\{"type":"ephemeral"\}/g)).toHaveLength(4);
    expect(headers).toEqual([]);
    expect(build({ turns: [marked('1h')] }).headers).toEqual([
      'anthropic-beta',
      'extended-cache-ttl-2025-04-11',
    ]);
  });
});
