import type { FunctionTool } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/**
 * A tool that the client runs, but that is called by an item of its own instead of by a function call. A
 * model of another dialect is offered it as a function, and its calls become such items again.
 */
export interface ItemTool {
  /** The type of the item that calls it. */
  readonly callType: string;
  /** What ids of such items begin with. */
  readonly idPrefix: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** The members of the item that say what is asked, for the input of a call. */
  writeCall(input: JsonObject): JsonObject;
  /** The input that such an item says. */
  readCall(item: JsonObject): JsonObject;
}

/** `local_shell` (openai-node, `Tool.LocalShell`, `ResponseOutputItem.LocalShellCall`). */
const localShell: ItemTool = {
  callType: 'local_shell_call',
  idPrefix: 'lsh_',
  description: 'Runs a command on the machine of the user and gives its output.',
  inputSchema: {
    type: 'object',
    properties: {
      command: { type: 'array', items: { type: 'string' }, description: 'The program and its arguments' },
      working_directory: { type: 'string' },
      timeout_ms: { type: 'integer' },
    },
    required: ['command'],
    additionalProperties: false,
  },
  writeCall: (input) => ({
    action: { type: 'exec', env: {}, ...input, command: commandOf(input.command) },
  }),
  readCall({ action }) {
    const { type: _exec, ...input } = isJsonObject(action) ? action : {};
    return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  },
};

/** `tool_search` that the client runs (openai-node, `ToolSearchTool`, `ResponseToolSearchCall`). */
const toolSearch: ItemTool = {
  callType: 'tool_search_call',
  idPrefix: 'tsc_',
  description: 'Finds further tools for a task.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string', description: 'What the tools shall do' } },
    required: ['query'],
  },
  writeCall: (input) => ({ execution: 'client', arguments: input }),
  readCall: (item) => (isJsonObject(item.arguments) ? item.arguments : {}),
};

const ITEM_TOOLS: Readonly<Record<string, ItemTool>> = { local_shell: localShell, tool_search: toolSearch };

/** How a tool of this type is called; undefined where by function or custom calls. */
export function itemToolOf(type: string): ItemTool | undefined {
  return ITEM_TOOLS[type];
}

/** The type of the tool that items of this type call, and how; undefined for other items. */
export function itemToolCalledBy(callType: string): readonly [string, ItemTool] | undefined {
  return Object.entries(ITEM_TOOLS).find(([, tool]) => tool.callType === callType);
}

/** Such a tool as a function. A client may describe it and its input itself. */
export function itemToolAsFunction(
  type: string,
  tool: ItemTool,
  own: Pick<FunctionTool, 'description' | 'inputSchema' | 'at'>,
): FunctionTool {
  return {
    type: 'function',
    name: type,
    description: own.description ?? tool.description,
    inputSchema: own.inputSchema ?? tool.inputSchema,
    isStrict: null,
    cacheMark: null,
    origin: { type, namespace: null, name: type },
    at: own.at,
  };
}

/** Models like to write a command as one line; clients take its words alone. */
function commandOf(command: unknown): readonly string[] {
  if (typeof command === 'string') {
    return ['bash', '-lc', command];
  }
  return Array.isArray(command) ? command.map(String) : [];
}
