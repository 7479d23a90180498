import type {
  CustomTool,
  FunctionTool,
  ToolChoice,
  ToolDefinition,
  ToolOrigin,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { isJsonObject } from '../field-checks.ts';
import { type Fields, fieldsOf, requireText, takeFlag, takeList, takeObject, takeText } from '../fields.ts';
import { itemToolAsFunction, itemToolOf } from './item-tools.ts';
import { flatName } from './tool-names.ts';

/** The group a tool stands in, and what is said of the group. */
interface Namespace {
  readonly name: string;
  /** Told with the first tool of the group, because no other dialect has a place for it. */
  readonly description: string | null;
}

/**
 * The `tools` of a request or of an item (openai-node, `Tool`). Tools of a namespace stand for themselves
 * under joined names.
 * @throws {Refusal} `invalid_request` for a malformed tool.
 */
export function readTools(holder: Fields): readonly ToolDefinition[] {
  return takeList(holder, 'tools').flatMap(readTool);
}

function readTool(tool: Fields): readonly ToolDefinition[] {
  const type = requireText(tool, 'type');
  const itemTool = itemToolOf(type);
  if (type === 'function' || type === 'custom') {
    return [readNamed(type, tool, null)];
  }
  if (type === 'namespace') {
    return readNamespace(tool);
  }
  // A search that OpenAI runs itself finds what it has anyhow: those tools are in the list.
  if (itemTool !== undefined && (type !== 'tool_search' || takeText(tool, 'execution') === 'client')) {
    const own = { description: takeText(tool, 'description'), inputSchema: takeObject(tool, 'parameters') };
    return [itemToolAsFunction(type, itemTool, { ...own, at: tool.path })];
  }
  return [{ type: 'hosted', name: type, at: tool.path }];
}

function readNamespace(group: Fields): readonly ToolDefinition[] {
  const name = requireText(group, 'name');
  const description = takeText(group, 'description');
  return takeList(group, 'tools').map((tool, index) => {
    const type = takeText(tool, 'type') ?? 'function';
    if (type !== 'function' && type !== 'custom') {
      throw invalidField(tool.pathOf('type'), 'must be function or custom');
    }
    return readNamed(type, tool, { name, description: index === 0 ? description : null });
  });
}

function readNamed(
  type: 'function' | 'custom',
  tool: Fields,
  namespace: Namespace | null,
): FunctionTool | CustomTool {
  const ownName = requireText(tool, 'name');
  const parts = [namespace?.description ?? '', takeText(tool, 'description') ?? ''];
  const named = {
    name: flatName(namespace?.name ?? null, ownName),
    description: parts.filter((part) => part !== '').join('\n\n') || null,
    ...originOf(type, namespace, ownName),
    at: tool.path,
  };
  return type === 'custom'
    ? { type, ...named, format: takeObject(tool, 'format') }
    : {
        type,
        ...named,
        inputSchema: takeObject(tool, 'parameters'),
        isStrict: takeFlag(tool, 'strict'),
        cacheMark: null,
      };
}

function originOf(type: string, namespace: Namespace | null, name: string): { readonly origin?: ToolOrigin } {
  return namespace === null ? {} : { origin: { type, namespace: namespace.name, name } };
}

const PLAIN_CHOICES = ['auto', 'none', 'required'] as const;

/**
 * `tool_choice` (openai-node, `ToolChoiceOptions` and its siblings).
 * @throws {Refusal} `invalid_request` when it is malformed.
 */
export function readToolChoice(body: Fields, tools: readonly ToolDefinition[]): ToolChoice | null {
  const choice = body.take('tool_choice');
  if (choice === undefined) {
    return null;
  }
  const plain = PLAIN_CHOICES.find((word) => word === choice);
  if (plain !== undefined) {
    return { type: plain };
  }
  if (!isJsonObject(choice)) {
    throw invalidField('tool_choice', 'must be auto, none, required or an object');
  }
  const fields = fieldsOf(choice, 'tool_choice');
  if (choice.type !== 'allowed_tools') {
    return { type: 'tool', name: namesOf(fields, tools)[0] ?? '' };
  }
  return {
    type: 'allowed',
    names: takeList(fields, 'tools').flatMap((entry) => namesOf(entry, tools)),
    isRequired: takeText(fields, 'mode') === 'required',
  };
}

/** The tools an entry names: one, all of a namespace, or a hosted one by its type. */
function namesOf(entry: Fields, tools: readonly ToolDefinition[]): readonly string[] {
  const type = requireText(entry, 'type');
  if (type === 'namespace') {
    const group = requireText(entry, 'name');
    return tools.flatMap((tool) =>
      tool.type !== 'hosted' && tool.origin?.namespace === group ? [tool.name] : [],
    );
  }
  return type === 'function' || type === 'custom'
    ? [flatName(takeText(entry, 'namespace'), requireText(entry, 'name'))]
    : [type];
}
