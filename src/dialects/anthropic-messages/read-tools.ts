import type { CanonicalRequest, ToolChoice, ToolDefinition } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { type Fields, requireText, takeFields, takeFlag, takeList, takeObject, takeText } from '../fields.ts';
import { takeCacheMark } from './read-text.ts';

/**
 * Reads `tools`: the client's own, and by their type those that only Anthropic's models know, whether it
 * runs them (`web_search_20250305`) or its client does (`bash_20250124`): their input is not written down.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readTools(body: Fields, dropped: string[]): readonly ToolDefinition[] {
  return takeList(body, 'tools').map((tool): ToolDefinition => {
    const type = takeText(tool, 'type') ?? 'custom';
    if (type !== 'custom') {
      // A choice names it by its name; a group of tools has its type alone.
      return { type: 'hosted', name: takeText(tool, 'name') ?? type, at: tool.path };
    }
    const read: ToolDefinition = {
      type: 'function',
      name: requireText(tool, 'name'),
      description: takeText(tool, 'description'),
      inputSchema: takeObject(tool, 'input_schema'),
      isStrict: takeFlag(tool, 'strict'),
      cacheMark: takeCacheMark(tool),
      at: tool.path,
    };
    dropped.push(...tool.untaken());
    return read;
  });
}

/**
 * Reads `tool_choice`.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readToolChoice(
  body: Fields,
  dropped: string[],
): Pick<CanonicalRequest, 'toolChoice' | 'parallelTools'> {
  const choice = takeFields(body, 'tool_choice');
  if (choice === null) {
    return { toolChoice: null, parallelTools: null };
  }
  const isDisabled = takeFlag(choice, 'disable_parallel_tool_use');
  const toolChoice = choiceOf(choice);
  dropped.push(...choice.untaken());
  return { toolChoice, parallelTools: isDisabled === null ? null : !isDisabled };
}

function choiceOf(choice: Fields): ToolChoice {
  switch (takeText(choice, 'type')) {
    case 'auto':
      return { type: 'auto' };
    case 'none':
      return { type: 'none' };
    case 'any':
      return { type: 'required' };
    case 'tool':
      return { type: 'tool', name: requireText(choice, 'name') };
    default:
      throw invalidField(choice.pathOf('type'), 'must be auto, any, tool or none');
  }
}
