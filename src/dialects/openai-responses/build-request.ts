import type { CanonicalField, CanonicalRequest, OutputFormat, ReasoningWish } from '../../canonical/index.ts';
import { type BuiltRequest, CannotCarryError, type Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { withoutHostedTools } from '../translation/hosted-tools.ts';
import { effortOf } from '../translation/reasoning-effort.ts';
import { boundedId, DIALECT } from './tool-names.ts';
import { writeInput } from './write-input.ts';
import { writeTool, writeToolChoice } from './write-tools.ts';

/** The least OpenAI takes for `max_output_tokens` (platform.openai.com/docs/api-reference/responses). */
const LEAST_OUTPUT_TOKENS = 16;

/** Names of models that think, and so have a state to give back. Others refuse to be asked for it. */
const THINKING_MODEL = /^(?:.*\/)?(?:o\d|codex|gpt-(?:[5-9]|\d\d))(?!.*chat)/;

/** Tiers OpenAI knows (openai-node, `ServiceTier`). */
const SERVICE_TIERS = ['auto', 'default', 'flex', 'scale', 'priority', 'fast', 'ultrafast'];

/** Settings Responses has no word for. Stop sequences are none of them: answers are cut at them here. */
const WITHOUT_WORD = [
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'logitBias',
] as const satisfies readonly CanonicalField[];

/**
 * Writes a request for OpenAI's Responses. Nothing is stored there: the conversation is the client's to keep.
 * @throws {CannotCarryError} for several answers, forced hosted tools, and content OpenAI cannot take.
 */
export function buildResponsesRequest(request: CanonicalRequest, target: Target): BuiltRequest {
  if (request.choices !== null && request.choices > 1) {
    throw new CannotCarryError({ field: 'choices' }, 'asks for several answers, and this model gives one');
  }
  const offered = withoutHostedTools(request);
  const { instructions, input } = writeInput(request.turns);
  const tier = request.serviceTier;
  const isKnownTier = tier !== null && SERVICE_TIERS.includes(tier);
  const reasoning = writeReasoningWish(request.reasoning);
  const body = withoutNulls({
    model: target.model,
    instructions,
    input,
    tools: offered.tools.length === 0 ? null : offered.tools.map(writeTool),
    tool_choice: offered.toolChoice === null ? null : writeToolChoice(offered.toolChoice, offered.tools),
    parallel_tool_calls: request.parallelTools,
    reasoning,
    text: writeTextSettings(request),
    include: writeIncluded(request, target.model),
    max_output_tokens:
      request.maxOutputTokens === null ? null : Math.max(LEAST_OUTPUT_TOKENS, request.maxOutputTokens),
    ...writePlain(request),
    service_tier: isKnownTier ? tier : null,
    store: false,
    stream: request.isStreaming || null,
  });
  const dropped: CanonicalField[] = [
    ...offered.dropped,
    ...WITHOUT_WORD.filter((field) => request[field] !== null),
  ];
  if (tier !== null && !isKnownTier) {
    dropped.push('serviceTier');
  }
  if (request.reasoning !== null && reasoning === null) {
    dropped.push('reasoning');
  }
  return { body, dropped, headers: [] };
}

function writePlain(request: CanonicalRequest) {
  return {
    temperature: request.temperature,
    top_p: request.topP,
    top_logprobs: request.logprobs,
    metadata: request.metadata,
    safety_identifier: request.endUser === null ? null : boundedId(request.endUser),
    prompt_cache_key: request.promptCacheKey === null ? null : boundedId(request.promptCacheKey),
  };
}

/**
 * A wish not to think is left unsaid unless it names an effort: models that always think refuse `none`,
 * and models that never think refuse to be told.
 */
function writeReasoningWish(wish: ReasoningWish | null): JsonObject | null {
  if (wish === null || (wish.mode === 'off' && wish.effort === null)) {
    return null;
  }
  const written = withoutNulls({ effort: effortOf(wish), summary: wish.isShown === true ? 'auto' : null });
  return Object.keys(written).length === 0 ? null : written;
}

function writeTextSettings({ outputFormat, verbosity }: CanonicalRequest): JsonObject | null {
  return outputFormat === null && verbosity === null
    ? null
    : withoutNulls({ format: outputFormat === null ? null : writeFormat(outputFormat), verbosity });
}

/** The name is required here and optional elsewhere. */
function writeFormat(format: OutputFormat): JsonObject {
  switch (format.type) {
    case 'text':
      return { type: 'text' };
    case 'json':
      return { type: 'json_object' };
    case 'json-schema':
      return withoutNulls({
        type: 'json_schema',
        name: format.name ?? 'answer',
        description: format.description,
        schema: format.schema,
        strict: format.isStrict,
      });
  }
}

function writeIncluded(request: CanonicalRequest, model: string): readonly string[] | null {
  const hasState = request.turns.some((turn) =>
    turn.parts.some((part) => part.type === 'reasoning' && part.signature?.dialect === DIALECT),
  );
  const included = [
    ...(hasState || THINKING_MODEL.test(model) ? ['reasoning.encrypted_content'] : []),
    ...(request.logprobs === null ? [] : ['message.output_text.logprobs']),
  ];
  return included.length === 0 ? null : included;
}

function withoutNulls(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
