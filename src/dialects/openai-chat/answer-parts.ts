import {
  type AssistantPart,
  type Citation,
  type ImagePart,
  type Measured,
  totalInputTokens,
  totalOutputTokens,
} from '../../canonical/index.ts';
import { dataUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';

/** What a call is to its client before its input. */
export type CallHead = Pick<Extract<AssistantPart, { readonly type: 'tool-call' }>, 'id' | 'name' | 'kind'>;

/** The `usage` of an answer: fact 6, totals include all their parts. `costUsd` is the decimal text of the cost. */
export function writeUsage({ usage }: Measured, costUsd: string): JsonObject {
  const input = totalInputTokens(usage);
  const output = totalOutputTokens(usage);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
      audio_tokens: usage.audioInputTokens,
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: usage.audioOutputTokens,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    cost: Number(costUsd),
  };
}

/** `service_tier` where the upstream named its tier; OpenAI calls the usual one `default`. */
export function writeServiceTier(measured: Measured | null): JsonObject {
  const tier = measured?.serviceTier ?? null;
  return tier === null ? {} : { service_tier: tier === 'standard' ? 'default' : tier };
}

/** A whole call, or with empty input its head in a stream. */
export function writeCall({ id, name, kind }: CallHead, input: string): JsonObject {
  return kind === 'custom'
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } };
}

/**
 * A citation as an annotation; null for a source without an address, which OpenAI has none for. `offset` is
 * where the cited part begins in the content, `length` how long it is, in UTF-16 units.
 */
export function writeAnnotation(citation: Citation, offset: number, length: number): JsonObject | null {
  const { url, title, start, end } = citation;
  if (url === null) {
    return null;
  }
  const place = { start_index: offset + (start ?? 0), end_index: offset + (end ?? length) };
  return { type: 'url_citation', url_citation: { ...place, title: title ?? '', url } };
}

/** A picture as OpenRouter's clients take it; null for one that is kept at its vendor. */
export function writePicture({ source }: ImagePart, index: number): JsonObject | null {
  if (source.type === 'file') {
    return null;
  }
  const url = source.type === 'data' ? dataUrl(source) : source.url;
  return { type: 'image_url', image_url: { url }, index };
}
