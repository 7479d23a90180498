import type { CustomTool, FunctionTool, ToolChoice } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/**
 * A tool as OpenAI takes it. What is not said of `strict` means no: Responses alone would take it for yes
 * and refuse schemas that other dialects allow (platform.openai.com/docs/guides/function-calling).
 */
export function writeTool(tool: FunctionTool | CustomTool): JsonObject {
  const { type, name } = tool;
  const description = tool.description === null ? {} : { description: tool.description };
  if (tool.type === 'custom') {
    const format = tool.format === null ? {} : { format: flatFormat(tool.format) };
    return { type, name, ...description, ...format };
  }
  return { type, name, ...description, parameters: tool.inputSchema, strict: tool.isStrict ?? false };
}

/** Chat Completions wraps a grammar once more than Responses does. */
function flatFormat({ grammar, ...format }: JsonObject): JsonObject {
  return isJsonObject(grammar) ? { ...format, ...grammar } : format;
}

/** The choice of tools; custom tools are named as such. */
export function writeToolChoice(choice: ToolChoice, tools: readonly (FunctionTool | CustomTool)[]): unknown {
  const named = (name: string) => ({
    type: tools.find((tool) => tool.name === name)?.type ?? 'function',
    name,
  });
  switch (choice.type) {
    case 'tool':
      return named(choice.name);
    case 'allowed':
      return {
        type: 'allowed_tools',
        mode: choice.isRequired ? 'required' : 'auto',
        tools: choice.names.map(named),
      };
    default:
      return choice.type;
  }
}
