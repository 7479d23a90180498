import type { CanonicalRequest } from '../../canonical/index.ts';
import type { BuiltRequest, Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { breakpointHeaders, limitBreakpoints } from './cache-breakpoints.ts';
import { familyOf } from './model-family.ts';
import { writeFormat } from './write-format.ts';
import { writeSampling, writeSettings } from './write-settings.ts';
import { type WrittenThinking, writeThinking } from './write-thinking.ts';
import { writeTools } from './write-tools.ts';
import { writeTurns } from './write-turns.ts';

/**
 * Writes a body of `POST /v1/messages` (anthropic-sdk-typescript, `MessageCreateParams`), in the terms the
 * target's model takes.
 * @throws {CannotCarryError} for what the API has no word for and which changes the meaning.
 */
export function buildMessagesRequest(request: CanonicalRequest, target: Target): BuiltRequest {
  const family = familyOf(target.model);
  const { system: said, messages } = writeTurns(request.turns);
  const { tools, toolChoice, dropped: droppedTools } = writeTools(request, messages, family);
  const { format, instruction, dropped: droppedFormat } = writeFormat(request.outputFormat, family);
  const thought = writeThinking(request, messages, family, target);
  const sampling = writeSampling(request, family, isThinking(thought));
  const settings = writeSettings(request);
  const system = instruction === null ? said : [...said, { type: 'text' as const, text: instruction }];
  limitBreakpoints(tools, system, messages);
  const body: JsonObject = {
    model: target.model,
    max_tokens: thought.maxTokens,
    ...(system.length === 0 ? {} : { system }),
    messages,
    ...(tools.length === 0 ? {} : { tools }),
    ...(toolChoice === null ? {} : { tool_choice: toolChoice }),
    ...(thought.thinking === null ? {} : { thinking: thought.thinking }),
    ...outputConfig(thought.effort, format),
    ...sampling.fields,
    ...settings.fields,
  };
  const dropped = [
    ...droppedTools,
    ...droppedFormat,
    ...(thought.isDropped ? (['reasoning'] as const) : []),
    ...sampling.dropped,
    ...settings.dropped,
  ];
  return { body, dropped, headers: breakpointHeaders(tools, system, messages) };
}

/** The fields of a request that `count_tokens` takes (anthropic-sdk-typescript, `MessageCountTokensParams`). */
const COUNTED = ['model', 'system', 'messages', 'tools', 'tool_choice', 'thinking', 'output_config'];

/**
 * Writes a body of `POST /v1/messages/count_tokens`: the same prompt, without what only concerns the answer.
 * @throws {CannotCarryError} like `buildMessagesRequest`.
 */
export function buildCountRequest(request: CanonicalRequest, target: Target): BuiltRequest {
  const built = buildMessagesRequest(request, target);
  const body = Object.fromEntries(Object.entries(built.body).filter(([name]) => COUNTED.includes(name)));
  return { ...built, body };
}

function isThinking({ thinking }: WrittenThinking): boolean {
  return thinking !== null && thinking.type !== 'disabled';
}

function outputConfig(effort: string | null, format: JsonObject | null): JsonObject {
  const config = { ...(effort === null ? {} : { effort }), ...(format === null ? {} : { format }) };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}
