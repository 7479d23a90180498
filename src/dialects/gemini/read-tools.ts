import type { CanonicalRequest, FunctionTool, ToolChoice, ToolDefinition } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import {
  type Fields,
  requireText,
  takeFields,
  takeList,
  takeObject,
  takeText,
  takeTexts,
} from '../fields.ts';
import { toJsonSchema } from './schema-in.ts';

/**
 * Reads `tools`: functions, and by their name the tools that Google runs itself.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readTools(body: Fields, dropped: string[]): readonly ToolDefinition[] {
  return takeList(body, 'tools').flatMap((entry): ToolDefinition[] => {
    const functions = takeList(entry, 'functionDeclarations').map((declaration) =>
      readDeclaration(declaration, dropped),
    );
    const hosted = entry.untaken().map((at) => ({ type: 'hosted' as const, name: lastName(at), at }));
    return [...functions, ...hosted];
  });
}

function readDeclaration(declaration: Fields, dropped: string[]): FunctionTool {
  const parameters = takeObject(declaration, 'parameters');
  const jsonSchema = takeSchema(declaration, 'parametersJsonSchema');
  const tool: FunctionTool = {
    type: 'function',
    name: requireText(declaration, 'name'),
    description: takeText(declaration, 'description'),
    inputSchema: jsonSchema ?? (parameters === null ? null : toJsonSchema(parameters)),
    isStrict: null,
    cacheMark: null,
    at: declaration.path,
  };
  dropped.push(...declaration.untaken());
  return tool;
}

/**
 * A JSON Schema as it came. `true` allows anything and says nothing.
 * @throws {Refusal} `invalid_request` when it is something else.
 */
export function takeSchema(fields: Fields, name: string): JsonObject | null {
  const value = fields.take(name) ?? null;
  if (value === null || value === true) {
    return null;
  }
  if (!isJsonObject(value)) {
    throw invalidField(fields.pathOf(name), 'must be a JSON Schema');
  }
  return value;
}

/**
 * Reads `toolConfig`.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readToolChoice(body: Fields, dropped: string[]): CanonicalRequest['toolChoice'] {
  const toolConfig = takeFields(body, 'toolConfig');
  const config = toolConfig === null ? null : takeFields(toolConfig, 'functionCallingConfig');
  dropped.push(...(toolConfig?.untaken() ?? []));
  if (config === null) {
    return null;
  }
  const mode = takeText(config, 'mode')?.toUpperCase() ?? 'AUTO';
  const names = takeTexts(config, 'allowedFunctionNames');
  dropped.push(...config.untaken());
  return choiceOf(mode, names, config.pathOf('mode'));
}

/** `VALIDATED` is `AUTO` with calls that are sure to keep their schema. */
function choiceOf(mode: string, names: readonly string[], path: string): ToolChoice | null {
  const [name] = names;
  switch (mode) {
    case 'MODE_UNSPECIFIED':
      return null;
    case 'AUTO':
    case 'VALIDATED':
      return name === undefined ? { type: 'auto' } : { type: 'allowed', names, isRequired: false };
    case 'NONE':
      return { type: 'none' };
    case 'ANY':
      if (name === undefined) {
        return { type: 'required' };
      }
      return names.length === 1 ? { type: 'tool', name } : { type: 'allowed', names, isRequired: true };
    default:
      throw invalidField(path, 'must be AUTO, ANY, NONE or VALIDATED');
  }
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
