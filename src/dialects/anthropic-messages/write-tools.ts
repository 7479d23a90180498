import type { CanonicalField, CanonicalRequest, FunctionTool, ToolChoice } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { asFunctionTool } from '../translation/custom-tools.ts';
import { withoutHostedTools } from '../translation/hosted-tools.ts';
import type { Message, ToolBlock } from './blocks.ts';
import type { ModelFamily } from './model-family.ts';
import { strictSchema } from './strict-schema.ts';
import { upstreamToolName } from './tool-names.ts';
import { writeMark } from './write-media.ts';

/** Most strict tools of one request (platform.claude.com/docs, "Structured outputs"). */
const MAX_STRICT_TOOLS = 20;

/** The tools of a body and the choice among them. */
export interface WrittenTools {
  readonly tools: readonly ToolBlock[];
  readonly toolChoice: JsonObject | null;
  readonly dropped: readonly CanonicalField[];
}

/**
 * Writes the tools. A conversation with calls must offer tools: where the client offers none any more, those
 * that were called are offered, and may not be chosen.
 * @throws {CannotCarryError} when the choice forces a tool of another vendor.
 */
export function writeTools(
  request: CanonicalRequest,
  messages: readonly Message[],
  family: ModelFamily,
): WrittenTools {
  const offered = withoutHostedTools(request);
  const functions = offered.tools.map((tool) => (tool.type === 'custom' ? asFunctionTool(tool) : tool));
  if (functions.length === 0) {
    const tools = calledTools(messages);
    return { tools, toolChoice: tools.length === 0 ? null : { type: 'none' }, dropped: offered.dropped };
  }
  const { toolChoice } = offered;
  const allowed = functions.filter(
    ({ name }) => toolChoice?.type !== 'allowed' || toolChoice.names.includes(name),
  );
  const strict = allowed.filter(({ isStrict }) => isStrict === true);
  const canBeStrict = family.takesSchemas && strict.length <= MAX_STRICT_TOOLS;
  const tools = allowed.map((tool) => writeTool(tool, canBeStrict));
  const isLooser = tools.filter((tool) => tool.strict === true).length < strict.length;
  return {
    tools,
    toolChoice: writeChoice(toolChoice, request.parallelTools),
    dropped: isLooser ? [...offered.dropped, 'tools'] : offered.dropped,
  };
}

function writeTool(tool: FunctionTool, canBeStrict: boolean): ToolBlock {
  const { name, description, inputSchema, cacheMark } = tool;
  // The API wants an object; a client that names no members means one without any.
  const schema = { type: 'object', properties: {}, ...inputSchema };
  const strict = tool.isStrict === true && canBeStrict ? strictSchema(schema) : null;
  return {
    name: upstreamToolName(name),
    ...(description === null || description === '' ? {} : { description }),
    input_schema: strict ?? schema,
    ...(strict === null ? {} : { strict: true as const }),
    ...writeMark(cacheMark),
  };
}

function writeChoice(choice: ToolChoice | null, parallelTools: boolean | null): JsonObject | null {
  if (choice === null && parallelTools === null) {
    return null;
  }
  const written = namedChoice(choice);
  return written.type === 'none' || parallelTools === null
    ? written
    : { ...written, disable_parallel_tool_use: !parallelTools };
}

function namedChoice(choice: ToolChoice | null): JsonObject {
  switch (choice?.type) {
    case 'tool':
      return { type: 'tool', name: upstreamToolName(choice.name) };
    case 'required':
      return { type: 'any' };
    case 'none':
      return { type: 'none' };
    case 'allowed':
      return { type: choice.isRequired ? 'any' : 'auto' };
    case 'auto':
    case undefined:
      return { type: 'auto' };
  }
}

function calledTools(messages: readonly Message[]): readonly ToolBlock[] {
  const calls = messages.flatMap(({ content }) => content.filter((block) => block.type === 'tool_use'));
  return [...new Set(calls.map(({ name }) => name))].map((name) => ({
    name,
    input_schema: { type: 'object' },
  }));
}
