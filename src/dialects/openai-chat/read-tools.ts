import type { CanonicalRequest, FunctionTool, ToolChoice, ToolDefinition } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import {
  type Fields,
  fieldsOf,
  requireText,
  takeFields,
  takeFlag,
  takeList,
  takeObject,
  takeText,
} from '../fields.ts';
import { takeCacheMark } from './read-content.ts';

/** The `origin` of a tool of the deprecated `functions`. */
const LEGACY_TOOL = 'legacy_function';

/** Whether a request offers deprecated `functions`, whose calls are answered in `function_call`. */
export function usesLegacyFunctions({ tools }: Pick<CanonicalRequest, 'tools'>): boolean {
  return tools.some((tool) => tool.type !== 'hosted' && tool.origin?.type === LEGACY_TOOL);
}

/**
 * Reads `tools` and the deprecated `functions`; tools of other types are hosted ones.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readTools(body: Fields, dropped: string[]): readonly ToolDefinition[] {
  const tools = takeList(body, 'tools').map((tool) => readTool(tool, dropped));
  const legacy = takeList(body, 'functions').map((tool): ToolDefinition => {
    const read = functionTool(tool, tool, dropped);
    return { ...read, origin: { type: LEGACY_TOOL, namespace: null, name: read.name } };
  });
  return [...tools, ...legacy];
}

function readTool(tool: Fields, dropped: string[]): ToolDefinition {
  const at = tool.path;
  const type = requireText(tool, 'type');
  if (type !== 'function' && type !== 'custom') {
    return { type: 'hosted', name: type, at };
  }
  const body = takeFields(tool, type);
  if (body === null) {
    throw invalidField(tool.pathOf(type), 'must be an object');
  }
  if (type === 'function') {
    return functionTool(body, tool, dropped);
  }
  const name = requireText(body, 'name');
  const description = takeText(body, 'description');
  const format = readFormat(takeObject(body, 'format'));
  dropped.push(...body.untaken(), ...tool.untaken());
  return { type, name, description, format, at };
}

function functionTool(body: Fields, tool: Fields, dropped: string[]): FunctionTool {
  const read = {
    type: 'function' as const,
    name: requireText(body, 'name'),
    description: takeText(body, 'description'),
    inputSchema: takeObject(body, 'parameters'),
    isStrict: takeFlag(body, 'strict'),
    cacheMark: takeCacheMark(tool),
    at: tool.path,
  };
  dropped.push(...new Set([...body.untaken(), ...(body === tool ? [] : tool.untaken())]));
  return read;
}

/** The grammar in the form Responses has it, where it stands in the format itself and not one level down. */
function readFormat(format: JsonObject | null): JsonObject | null {
  if (format === null || format.type === 'text') {
    return null;
  }
  const { grammar, ...rest } = format;
  return isJsonObject(grammar) ? { ...rest, ...grammar } : format;
}

/**
 * Reads `tool_choice`, or the deprecated `function_call`.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readToolChoice(body: Fields): ToolChoice | null {
  const legacy = body.take('function_call');
  const choice = body.take('tool_choice');
  if (choice !== undefined) {
    return readChoice(choice, body.pathOf('tool_choice'));
  }
  if (legacy === undefined || typeof legacy === 'string') {
    return legacy === undefined ? null : readChoice(legacy, body.pathOf('function_call'));
  }
  const named = takeFields(body, 'function_call');
  return named === null ? null : { type: 'tool', name: requireText(named, 'name') };
}

function readChoice(choice: unknown, path: string): ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') {
    return { type: choice };
  }
  // Mistral's word for `required`.
  if (choice === 'any') {
    return { type: 'required' };
  }
  if (!isJsonObject(choice)) {
    throw invalidField(path, 'must be auto, none, required or an object');
  }
  const fields = fieldsOf(choice, path);
  if (takeText(fields, 'type') === 'allowed_tools') {
    return readAllowed(takeFields(fields, 'allowed_tools') ?? fields);
  }
  return { type: 'tool', name: nameIn(fields) };
}

function readAllowed(allowed: Fields): ToolChoice {
  const names = takeList(allowed, 'tools').map(nameIn);
  return { type: 'allowed', names, isRequired: takeText(allowed, 'mode') === 'required' };
}

/** The name of a tool that is chosen: `{"type":"function","function":{"name":…}}`, or Responses' flat form. */
function nameIn(chosen: Fields): string {
  const body = takeFields(chosen, 'function') ?? takeFields(chosen, 'custom');
  return requireText(body ?? chosen, 'name');
}
