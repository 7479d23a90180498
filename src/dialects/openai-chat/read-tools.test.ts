import { describe, expect, it } from 'vitest';
import { parse, refusalOf } from './testing/exchange.ts';

describe('the tools of a request', () => {
  const f = { type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } };

  it('functions, custom tools and those of others', () => {
    const grammar = { type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "a"' } };
    const custom = { type: 'custom', custom: { name: 'g', format: grammar } };
    expect(parse({ tools: [f, custom, { type: 'web_search' }] }).request.tools).toMatchObject([
      { type: 'function', name: 'f', inputSchema: { type: 'object' }, isStrict: true, at: 'tools[0]' },
      { type: 'custom', name: 'g', format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' } },
      { type: 'hosted', name: 'web_search', at: 'tools[2]' },
    ]);
  });

  it('deprecated functions are called one at a time', () => {
    const { request } = parse({ functions: [{ name: 'f' }], function_call: { name: 'f' } });
    expect(request).toMatchObject({
      tools: [{ name: 'f' }],
      toolChoice: { type: 'tool', name: 'f' },
      parallelTools: false,
    });
  });

  it('every way to choose', () => {
    const choiceOf = (choice: unknown) => parse({ tools: [f], tool_choice: choice }).request.toolChoice;
    expect(choiceOf('none')).toEqual({ type: 'none' });
    expect(choiceOf({ type: 'function', function: { name: 'f' } })).toEqual({ type: 'tool', name: 'f' });
    expect(
      choiceOf({
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'f' } }] },
      }),
    ).toEqual({ type: 'allowed', names: ['f'], isRequired: true });
    expect(refusalOf({ tool_choice: 'maybe' })).toMatch(/^tool_choice: /);
  });
});
