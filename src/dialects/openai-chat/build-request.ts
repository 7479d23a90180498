import { createHash } from 'node:crypto';
import type { CanonicalField, CanonicalRequest, OutputFormat } from '../../canonical/index.ts';
import type { BuiltRequest, Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { effortOf } from '../translation/reasoning-effort.ts';
import { isOpenAiModel } from './model-family.ts';
import { writeMessages } from './write-messages.ts';
import { writeTools } from './write-tools.ts';

/** OpenAI's service tiers, and what other dialects call its usual one. */
const SERVICE_TIERS: ReadonlyMap<string, string> = new Map([
  ...['auto', 'default', 'flex', 'scale', 'priority', 'fast'].map((tier) => [tier, tier] as const),
  ['standard', 'default'],
  ['standard_only', 'default'],
]);

/** Longest `user` that OpenAI takes; Claude Code's is longer. */
const MAX_USER_LENGTH = 64;
/** OpenAI takes no JSON Schema without a name. */
const UNNAMED_SCHEMA = 'answer';

/**
 * Writes the body for an upstream that speaks Chat Completions. The limit of output tokens stands in
 * `max_completion_tokens` for OpenAI's own models, whose reasoning ones refuse `max_tokens`, and in
 * `max_tokens` for all others, because many compatible servers know no other. A stream always asks for
 * usage: without it OpenAI reports none.
 * @throws {CannotCarryError} for what Chat Completions has no word for and which changes the meaning.
 */
export function buildChatRequest(request: CanonicalRequest, { model }: Target): BuiltRequest {
  const tools = writeTools(request);
  const dropped: CanonicalField[] = [...tools.dropped];
  const body = {
    model,
    messages: writeMessages(request),
    ...tools.members,
    ...writeFormat(request.outputFormat),
    ...writeReasoning(request, dropped),
    ...writeLimit(request.maxOutputTokens, model),
    ...writeSampling(request),
    ...writeRouting(request, model, dropped),
    ...(request.isStreaming ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
  if (request.topK !== null) {
    dropped.push('topK');
  }
  // OpenAI takes metadata of answers that it stores alone, and what is translated is not stored.
  if (request.metadata !== null) {
    dropped.push('metadata');
  }
  return { body, dropped, headers: [] };
}

function writeFormat(format: OutputFormat | null): JsonObject {
  switch (format?.type) {
    case undefined:
      return {};
    case 'text':
      return { response_format: { type: 'text' } };
    case 'json':
      return { response_format: { type: 'json_object' } };
    case 'json-schema': {
      const { name, description, schema, isStrict } = format;
      const members = present({ name: name ?? UNNAMED_SCHEMA, description, schema, strict: isStrict });
      return { response_format: { type: 'json_schema', json_schema: members } };
    }
  }
}

/**
 * An effort is written as it was named, or as the budget of tokens it is worth. To think as much as the
 * model likes is what it does unasked. "Not at all" is written only where the caller said so in this very
 * word: models without reasoning refuse the field, and clients switch thinking off for all models alike.
 */
function writeReasoning({ reasoning }: CanonicalRequest, dropped: CanonicalField[]): JsonObject {
  const effort = reasoning === null ? null : effortOf(reasoning);
  if (reasoning !== null && effort === null && reasoning.mode === 'off') {
    dropped.push('reasoning');
  }
  return effort === null ? {} : { reasoning_effort: effort };
}

function writeLimit(maxOutputTokens: number | null, model: string): JsonObject {
  return present({ [isOpenAiModel(model) ? 'max_completion_tokens' : 'max_tokens']: maxOutputTokens });
}

function writeSampling(request: CanonicalRequest): JsonObject {
  const { logprobs, stopSequences } = request;
  return present({
    stop: stopSequences.length === 0 ? null : stopSequences,
    n: request.choices,
    temperature: request.temperature,
    top_p: request.topP,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    seed: request.seed,
    logprobs: logprobs === null ? null : true,
    top_logprobs: logprobs === 0 ? null : logprobs,
    logit_bias: request.logitBias,
    verbosity: request.verbosity,
  });
}

function writeRouting(request: CanonicalRequest, model: string, dropped: CanonicalField[]): JsonObject {
  const { serviceTier, endUser, promptCacheKey } = request;
  const tier = SERVICE_TIERS.get(serviceTier ?? '') ?? null;
  if (serviceTier !== null && tier === null) {
    dropped.push('serviceTier');
  }
  return present({
    service_tier: tier,
    user: endUser === null ? null : shortUser(endUser),
    prompt_cache_key: isOpenAiModel(model) ? promptCacheKey : null,
  });
}

/** A name that is too long as its hash, which is as good to tell users apart. */
function shortUser(user: string): string {
  return user.length <= MAX_USER_LENGTH ? user : createHash('sha256').update(user).digest('hex');
}

/** Members that have a value. */
function present(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
