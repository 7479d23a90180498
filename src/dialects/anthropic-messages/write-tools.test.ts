import { describe, expect, it } from 'vitest';
import { build, call, result, user } from '../testing/messages-requests.ts';

describe('tools and forms of answers', () => {
  const tool = {
    type: 'function',
    name: 'maps.find',
    description: null,
    inputSchema: null,
    isStrict: true,
    cacheMark: null,
    at: '',
  } as const;
  const open = {
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: { type: 'string' },
  };

  it('names are written as the API takes them, in calls and choices too', () => {
    const { body } = build({
      tools: [tool],
      toolChoice: { type: 'tool', name: 'maps.find' },
      turns: [user('Go'), { role: 'assistant', parts: [{ ...call('a'), name: 'maps.find' }] }, result('a')],
    });
    const name = expect.stringMatching(/^maps_find_[0-9a-f]{12}$/);
    expect(body).toMatchObject({
      tools: [{ name }],
      tool_choice: { name },
      messages: [{}, { content: [{ name }] }, {}],
    });
  });

  it('strict tools have strict schemas; what cannot be strict is listed', () => {
    expect(build({ tools: [tool] }).body.tools).toMatchObject([
      { strict: true, input_schema: { type: 'object', properties: {}, additionalProperties: false } },
    ]);
    const loose = build({ tools: [{ ...tool, inputSchema: open }] });
    expect(loose.body.tools).toEqual([{ name: expect.anything(), input_schema: open }]);
    expect(loose.dropped).toEqual(['tools']);
  });

  it('a choice among some is those tools alone', () => {
    const tools = [
      { ...tool, name: 'a' },
      { ...tool, name: 'b' },
    ];
    const { body } = build({
      tools,
      toolChoice: { type: 'allowed', names: ['b'], isRequired: true },
      parallelTools: false,
    });
    expect(body).toMatchObject({
      tools: [{ name: 'b' }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
  });

  it('a conversation with calls offers them without a choice when the client offers none', () => {
    const { body } = build({ turns: [user('Go'), { role: 'assistant', parts: [call('a')] }, result('a')] });
    expect(body).toMatchObject({
      tools: [{ name: 'run', input_schema: { type: 'object' } }],
      tool_choice: { type: 'none' },
    });
  });

  it('a free-text tool is a function', () => {
    const custom = { type: 'custom', name: 'sql', description: 'Runs it', format: null, at: '' } as const;
    expect(build({ tools: [custom] }).body.tools).toMatchObject([
      { name: 'sql', input_schema: { required: ['input'] } },
    ]);
  });

  it('JSON by a schema is forced; without one, or with one too open, it is asked for in words', () => {
    const format = { type: 'json-schema', name: 'n', description: null, isStrict: true } as const;
    const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 3 } }, required: ['n'] };
    const forced = build({ outputFormat: { ...format, schema } });
    expect(forced).toMatchObject({
      body: {
        output_config: {
          format: {
            type: 'json_schema',
            schema: {
              properties: { n: { type: 'integer', description: 'minimum: 3' } },
              additionalProperties: false,
            },
          },
        },
      },
      dropped: [],
    });
    const asked = [
      build({ outputFormat: { type: 'json' } }),
      build({ outputFormat: { ...format, schema: open } }),
      build({ outputFormat: { ...format, schema } }, 'claude-3-5-haiku-latest'),
    ];
    for (const { body, dropped } of asked) {
      expect(body.output_config).toBeUndefined();
      expect(body.system).toMatchObject([{ text: expect.stringContaining('nothing else') }]);
      expect(dropped).toEqual(['outputFormat']);
    }
  });
});
