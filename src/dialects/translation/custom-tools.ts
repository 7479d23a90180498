import type { CustomTool, FunctionTool } from '../../canonical/index.ts';

/** The one member of the JSON that stands in for the free text of a custom tool. */
const INPUT = 'input';

/** A custom tool for a dialect that knows functions alone: one string argument carries the text. */
export function asFunctionTool(tool: CustomTool): FunctionTool {
  const grammar = tool.format === null ? '' : `\n\nThe input has this format: ${JSON.stringify(tool.format)}`;
  return {
    type: 'function',
    name: tool.name,
    description: `${tool.description ?? ''}${grammar}`.trim() || null,
    inputSchema: {
      type: 'object',
      properties: { [INPUT]: { type: 'string', description: 'The whole input of the tool, as plain text' } },
      required: [INPUT],
      additionalProperties: false,
    },
    isStrict: null,
    cacheMark: null,
    at: tool.at,
  };
}

/** The free text of a custom call as the JSON arguments of its stand-in. */
export function toFunctionInput(text: string): string {
  return JSON.stringify({ [INPUT]: text });
}

/** The free text back out of the arguments; arguments of any other shape are taken as they are. */
export function toCustomInput(argumentsJson: string): string {
  try {
    const value: unknown = JSON.parse(argumentsJson);
    const input = typeof value === 'object' && value !== null && INPUT in value ? value[INPUT] : undefined;
    return typeof input === 'string' ? input : argumentsJson;
  } catch {
    return argumentsJson;
  }
}
