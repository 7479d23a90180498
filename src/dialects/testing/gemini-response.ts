import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readCount, readDetails } from '../usage-counts.ts';

const FINISH_REASONS =
  /^(STOP|MAX_TOKENS|SAFETY|RECITATION|LANGUAGE|OTHER|BLOCKLIST|PROHIBITED_CONTENT|SPII)$/;
const STATUS_WORDS =
  /^(INVALID_ARGUMENT|FAILED_PRECONDITION|UNAUTHENTICATED|PERMISSION_DENIED|NOT_FOUND|RESOURCE_EXHAUSTED|INTERNAL|UNAVAILABLE|DEADLINE_EXCEEDED)$/;
/** A part holds exactly one of these. */
const DATA_FIELDS = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'executableCode',
  'codeExecutionResult',
];

/** What is wrong with one response of `generateContent` for its client; null when nothing is. */
export function responseProblem(
  response: JsonObject,
  candidates: Map<number, { isFinished: boolean }>,
): string | null {
  if ('error' in response) {
    return errorProblem(response);
  }
  if (!Array.isArray(response.candidates)) {
    return 'has no candidates';
  }
  if (typeof response.modelVersion !== 'string' || typeof response.responseId !== 'string') {
    return 'has no modelVersion or no responseId';
  }
  for (const candidate of response.candidates) {
    const problem = isJsonObject(candidate)
      ? candidateProblem(candidate, candidates)
      : 'has a candidate that is no object';
    if (problem !== null) {
      return problem;
    }
  }
  return 'usageMetadata' in response ? usageProblem(readDetails(response, 'usageMetadata')) : null;
}

/** What is wrong with an error body; null when nothing is. */
export function errorProblem({ error, ...others }: JsonObject): string | null {
  if (Object.keys(others).length > 0) {
    return 'says more than its error';
  }
  if (!isJsonObject(error) || typeof error.message !== 'string' || !Array.isArray(error.details)) {
    return 'has an error without message or details';
  }
  return STATUS_WORDS.test(String(error.status)) && Number.isInteger(error.code)
    ? null
    : 'has an error without a known status and a code';
}

function candidateProblem(
  candidate: JsonObject,
  candidates: Map<number, { isFinished: boolean }>,
): string | null {
  const { index, content, finishReason } = candidate;
  if (typeof index !== 'number') {
    return 'has a candidate without an index';
  }
  const known = candidates.get(index) ?? { isFinished: false };
  candidates.set(index, known);
  if (known.isFinished) {
    return `says more of candidate ${index} after its finish reason`;
  }
  if (finishReason !== undefined) {
    known.isFinished = true;
    if (!FINISH_REASONS.test(String(finishReason))) {
      return `has the unknown finish reason ${finishReason}`;
    }
  }
  return content === undefined ? null : contentProblem(content);
}

function contentProblem(content: unknown): string | null {
  if (!isJsonObject(content) || content.role !== 'model' || !Array.isArray(content.parts)) {
    return 'has content without the role model or without parts';
  }
  for (const part of content.parts) {
    const problem = isJsonObject(part) ? partProblem(part) : 'has a part that is no object';
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}

function partProblem(part: JsonObject): string | null {
  if (DATA_FIELDS.filter((field) => field in part).length !== 1) {
    return 'has a part that does not hold exactly one thing';
  }
  if ('text' in part && typeof part.text !== 'string') {
    return 'has a text that is no string';
  }
  const call = part.functionCall;
  if (
    call !== undefined &&
    !(isJsonObject(call) && call.name !== '' && typeof call.name === 'string' && isJsonObject(call.args))
  ) {
    return 'has a call without a name or whose args are no object';
  }
  const { thoughtSignature } = part;
  return thoughtSignature === undefined || isBase64(thoughtSignature)
    ? null
    : 'has a signature that is no base64';
}

/** The field is `bytes`: clients in Go and Python decode it. */
function isBase64(value: unknown): boolean {
  return typeof value === 'string' && value.length % 4 === 0 && /^[\w+/-]+={0,2}$/.test(value);
}

function usageProblem(usage: JsonObject): string | null {
  const prompt = readCount(usage, 'promptTokenCount');
  const candidates = readCount(usage, 'candidatesTokenCount');
  const thoughts = readCount(usage, 'thoughtsTokenCount') ?? 0;
  if (prompt === null || candidates === null) {
    return 'has usage without a count';
  }
  if ((readCount(usage, 'cachedContentTokenCount') ?? 0) > prompt) {
    return 'has more cached tokens than the prompt that includes them';
  }
  return readCount(usage, 'totalTokenCount') === prompt + candidates + thoughts
    ? null
    : 'has a total that is not the sum of its counts';
}
