import type { CanonicalRequest, FunctionTool, ToolChoice } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { asFunctionTool } from '../translation/custom-tools.ts';
import { type OfferedTools, withoutHostedTools } from '../translation/hosted-tools.ts';

/**
 * Writes `tools`, `tool_choice` and `parallel_tool_calls`, none of them where there is no tool: OpenAI
 * refuses the others alone. What is to be chosen from a few tools is written as these tools alone, because
 * compatible servers do not know `allowed_tools`.
 * @throws {CannotCarryError} when a tool that another vendor runs must be called.
 */
export function writeTools(request: CanonicalRequest): {
  readonly members: JsonObject;
  readonly dropped: OfferedTools['dropped'];
} {
  const { tools, toolChoice, dropped } = withoutHostedTools(request);
  const allowed = toolChoice?.type === 'allowed' ? new Set(toolChoice.names) : null;
  const offered = tools.filter(({ name }) => allowed === null || allowed.has(name));
  if (offered.length === 0) {
    return { members: {}, dropped };
  }
  const members = {
    tools: offered.map((tool) => writeTool(tool.type === 'custom' ? asFunctionTool(tool) : tool)),
    ...(toolChoice === null ? {} : { tool_choice: writeChoice(toolChoice) }),
    ...(request.parallelTools === null ? {} : { parallel_tool_calls: request.parallelTools }),
  };
  return { members, dropped };
}

function writeTool({ name, description, inputSchema, isStrict }: FunctionTool): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      ...(description === null ? {} : { description }),
      ...(inputSchema === null ? {} : { parameters: inputSchema }),
      ...(isStrict === null ? {} : { strict: isStrict }),
    },
  };
}

function writeChoice(choice: ToolChoice): unknown {
  switch (choice.type) {
    case 'tool':
      return { type: 'function', function: { name: choice.name } };
    case 'allowed':
      return choice.isRequired ? 'required' : 'auto';
    default:
      return choice.type;
  }
}
