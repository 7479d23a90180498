import { conversation } from './conversation.ts';
import { answered, asked, called, gave, PIXEL, picture, tool } from './pieces.ts';

const WEATHER = tool('weather', 'city');
const CLOCK = tool('clock');
const TOOLS = [WEATHER, CLOCK];
const ASKED_BOTH = [
  asked('Weather and time in Oslo?'),
  answered('I look.', called('call_a', 'weather', { city: 'Oslo' }), called('call_b', 'clock', {})),
];

/** Tools that are called, and what comes of them. */
export const TOOL_CONVERSATIONS = [
  conversation(
    'one call',
    { turns: [asked('In Oslo use-tool:weather')], tools: TOOLS },
    { calls: ['weather'], finish: 'tool-calls' },
  ),
  conversation(
    'parallel calls',
    {
      turns: [asked('In Oslo use-tool:weather use-tool:clock')],
      tools: TOOLS,
      parallelTools: true,
      toolChoice: { type: 'auto' },
    },
    { calls: ['weather', 'clock'], finish: 'tool-calls' },
  ),
  conversation(
    'a call without arguments',
    { turns: [asked('What time is it? use-tool:clock')], tools: TOOLS },
    { calls: ['clock'], finish: 'tool-calls' },
  ),
  conversation(
    'any tool must be called',
    { turns: [asked('Oslo')], tools: TOOLS, toolChoice: { type: 'required' } },
    { calls: ['weather'], finish: 'tool-calls' },
  ),
  conversation(
    'one tool must be called',
    { turns: [asked('Oslo')], tools: TOOLS, toolChoice: { type: 'tool', name: 'clock' } },
    { calls: ['clock'], finish: 'tool-calls' },
  ),
  conversation(
    'no tool may be called',
    { turns: [asked('Oslo use-tool:weather')], tools: TOOLS, toolChoice: { type: 'none' } },
    { calls: [], finish: 'stop' },
  ),
  conversation(
    'the results of parallel calls',
    { turns: [...ASKED_BOTH, asked(gave('call_a', 'sunny'), gave('call_b', 'noon'))], tools: TOOLS },
    { calls: [], finish: 'stop' },
  ),
  conversation(
    'a call that failed',
    {
      turns: [
        ...ASKED_BOTH,
        asked({ ...gave('call_a', 'no such city'), isError: true }, gave('call_b', 'noon')),
      ],
      tools: TOOLS,
    },
    { calls: [], finish: 'stop', isWordedByDialect: true },
  ),
  conversation(
    'a result with a picture',
    {
      turns: [...ASKED_BOTH, asked(gave('call_a', 'see', picture(PIXEL)), gave('call_b', 'noon'))],
      tools: TOOLS,
    },
    { calls: [], finish: 'stop', isWordedByDialect: true },
  ),
  conversation(
    'words after a result',
    {
      turns: [...ASKED_BOTH, asked(gave('call_a', 'sunny'), gave('call_b', 'noon'), 'And tomorrow?')],
      tools: TOOLS,
    },
    {},
  ),
  conversation(
    'a tool with free text',
    {
      turns: [asked('Patch it use-tool:patch')],
      tools: [{ type: 'custom', name: 'patch', description: 'Edits files', format: null, at: '' }],
    },
    { isWordedByDialect: true },
  ),
];
