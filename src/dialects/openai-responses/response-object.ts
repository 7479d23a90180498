import type { CanonicalRequest, ToolDefinition } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { writeTool, writeToolChoice } from './write-tools.ts';

/** What of a response changes while it is made. */
export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly JsonObject[];
  readonly usage: JsonObject | null;
  readonly serviceTier: string | null;
  readonly error: JsonObject | null;
  readonly incompleteReason: 'max_output_tokens' | 'content_filter' | null;
}

/** A response of which nothing is made yet. */
export const NOTHING_YET: ResponseState = {
  status: 'in_progress',
  output: [],
  usage: null,
  serviceTier: null,
  error: null,
  incompleteReason: null,
};

/**
 * Writes the `Response` objects of one answer, every member of openai-node's type that is not the SDK's
 * own. What was asked for is repeated, so it is written once.
 */
export function createResponseObject(context: AnswerContext): (state: ResponseState) => JsonObject {
  const asked = repeatRequest(context.request);
  return (state) => ({
    id: `resp_${context.answerId}`,
    object: 'response',
    created_at: context.createdAtS,
    status: state.status,
    background: false,
    error: state.error,
    incomplete_details: state.incompleteReason === null ? null : { reason: state.incompleteReason },
    model: context.model,
    output: state.output,
    ...asked,
    service_tier: state.serviceTier ?? context.request.serviceTier ?? 'default',
    usage: state.usage,
  });
}

/** What a response repeats of its request. Where nothing was said, OpenAI's own defaults stand there. */
function repeatRequest(request: CanonicalRequest): JsonObject {
  return {
    access_programs: null,
    instructions: instructionsOf(request),
    max_output_tokens: request.maxOutputTokens,
    max_tool_calls: null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallelTools ?? true,
    previous_response_id: null,
    prompt_cache_key: request.promptCacheKey,
    reasoning: {
      effort: request.reasoning?.effort ?? null,
      summary: request.reasoning?.isShown === true ? 'auto' : null,
    },
    safety_identifier: request.endUser,
    temperature: request.temperature,
    text: { format: repeatFormat(request), verbosity: request.verbosity ?? 'medium' },
    tool_choice: repeatChoice(request),
    tools: request.tools.map(repeatTool),
    top_logprobs: request.logprobs ?? 0,
    top_p: request.topP,
    truncation: 'disabled',
    user: null,
  };
}

function instructionsOf({ turns }: CanonicalRequest): string | null {
  const [first] = turns[0]?.role === 'system' ? turns[0].parts : [];
  return first?.at === 'instructions' ? first.text : null;
}

function repeatFormat({ outputFormat }: CanonicalRequest): JsonObject {
  switch (outputFormat?.type) {
    case 'json':
      return { type: 'json_object' };
    case 'json-schema': {
      const { schema, name, description, isStrict } = outputFormat;
      return { type: 'json_schema', name, description, schema, strict: isStrict };
    }
    default:
      return { type: 'text' };
  }
}

function repeatChoice({ toolChoice, tools }: CanonicalRequest): unknown {
  const offered = tools.filter((tool) => tool.type !== 'hosted');
  return toolChoice === null ? 'auto' : writeToolChoice(toolChoice, offered);
}

/** A tool as its client knows it, without the namespace around it. */
function repeatTool(tool: ToolDefinition): JsonObject {
  if (tool.type === 'hosted') {
    return { type: tool.name };
  }
  const type = tool.origin?.type ?? tool.type;
  return type === tool.type ? { ...writeTool(tool), name: tool.origin?.name ?? tool.name } : { type };
}
