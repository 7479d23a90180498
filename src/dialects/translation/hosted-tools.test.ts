import { describe, expect, it } from 'vitest';
import type { ToolChoice, ToolDefinition } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import { withoutHostedTools } from './hosted-tools.ts';

const SEARCH: ToolDefinition = { type: 'hosted', name: 'web_search', at: 'tools[0]' };
const SHELL: ToolDefinition = {
  type: 'function',
  name: 'shell',
  description: null,
  inputSchema: null,
  isStrict: null,
  cacheMark: null,
  at: 'tools[1]',
};

function offered(tools: readonly ToolDefinition[], toolChoice: ToolChoice | null) {
  return withoutHostedTools({ tools, toolChoice });
}

describe('hosted tools of another vendor', () => {
  it('are left out and listed where the model may choose', () => {
    expect(offered([SEARCH, SHELL], { type: 'auto' })).toEqual({
      tools: [SHELL],
      toolChoice: { type: 'auto' },
      dropped: ['tools'],
    });
    expect(offered([SHELL], null)).toEqual({ tools: [SHELL], toolChoice: null, dropped: [] });
  });

  it('leave no choice where no tool is left', () => {
    expect(offered([SEARCH], { type: 'auto' })).toEqual({ tools: [], toolChoice: null, dropped: ['tools'] });
  });

  it('leave the list of what is allowed', () => {
    const choice = offered([SEARCH, SHELL], {
      type: 'allowed',
      names: ['web_search', 'shell'],
      isRequired: true,
    });
    expect(choice.toolChoice).toEqual({ type: 'allowed', names: ['shell'], isRequired: true });
    const only = offered([SEARCH, SHELL], { type: 'allowed', names: ['web_search'], isRequired: false });
    expect(only.toolChoice).toEqual({ type: 'none' });
  });

  it.each<[string, readonly ToolDefinition[], ToolChoice]>([
    ['named', [SEARCH, SHELL], { type: 'tool', name: 'web_search' }],
    ['the only ones to choose from', [SEARCH], { type: 'required' }],
    ['all that is allowed', [SEARCH, SHELL], { type: 'allowed', names: ['web_search'], isRequired: true }],
  ])('are refused where they are %s', (_case, tools, choice) => {
    expect(() => offered(tools, choice)).toThrow(CannotCarryError);
  });
});
