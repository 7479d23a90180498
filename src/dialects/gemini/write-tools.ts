import type {
  CanonicalField,
  CanonicalRequest,
  CustomTool,
  FunctionTool,
  ToolChoice,
} from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { asFunctionTool } from '../translation/custom-tools.ts';
import { withoutHostedTools } from '../translation/hosted-tools.ts';

/**
 * Writes `tools` and `toolConfig`. Schemas go as JSON Schema, which Google takes beside its own subset; that
 * calls keep their schema cannot be asked for a single tool. What cannot be said is added to `dropped`.
 * @throws {CannotCarryError} when the choice forces a tool that another vendor runs.
 */
export function writeTools(request: CanonicalRequest, dropped: CanonicalField[]): JsonObject {
  const offered = withoutHostedTools(request);
  dropped.push(...offered.dropped);
  if (offered.tools.length === 0) {
    return {};
  }
  const { toolChoice } = offered;
  return {
    tools: [{ functionDeclarations: offered.tools.map(writeDeclaration) }],
    ...(toolChoice === null ? {} : { toolConfig: { functionCallingConfig: choiceWords(toolChoice) } }),
  };
}

function writeDeclaration(tool: FunctionTool | CustomTool): JsonObject {
  const { name, description, inputSchema } = tool.type === 'custom' ? asFunctionTool(tool) : tool;
  return {
    name,
    ...(description === null ? {} : { description }),
    ...(inputSchema === null ? {} : { parametersJsonSchema: inputSchema }),
  };
}

/** `VALIDATED` is the only mode that may but need not call, and keeps to the names it is given. */
function choiceWords(choice: ToolChoice): JsonObject {
  switch (choice.type) {
    case 'auto':
      return { mode: 'AUTO' };
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'tool':
      return { mode: 'ANY', allowedFunctionNames: [choice.name] };
    case 'allowed':
      return { mode: choice.isRequired ? 'ANY' : 'VALIDATED', allowedFunctionNames: choice.names };
  }
}
