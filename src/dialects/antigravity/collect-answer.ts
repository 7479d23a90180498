import { MalformedAnswerError } from '../codec.ts';
import { parseObject } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { createFrameReader } from '../sse-frames.ts';
import { openFrame } from '../sse-payload.ts';
import { readCount, readDetails } from '../usage-counts.ts';
import { unwrapResponse } from './unwrap-frame.ts';

/**
 * The whole stream of an Antigravity upstream as the one answer a native client of `generateContent` gets:
 * the last response of each candidate with the parts of all of them.
 * @throws {MalformedAnswerError} when it holds no response.
 */
export function collectGeminiAnswer(stream: Buffer): Buffer {
  const candidates = new Map<number, JsonObject>();
  let answer: JsonObject | null = null;
  for (const response of responsesIn(stream)) {
    answer = { ...(answer ?? {}), ...response };
    for (const candidate of Array.isArray(response.candidates) ? response.candidates : []) {
      if (isJsonObject(candidate)) {
        const index = readCount(candidate, 'index') ?? 0;
        candidates.set(index, grown(candidates.get(index), candidate));
      }
    }
  }
  if (answer === null) {
    throw new MalformedAnswerError('the stream holds no response');
  }
  const all = candidates.size === 0 ? {} : { candidates: [...candidates.values()] };
  return Buffer.from(JSON.stringify({ ...answer, ...all }));
}

function* responsesIn(stream: Buffer): Generator<JsonObject> {
  const reader = createFrameReader('sse', stream.length + END.length);
  for (const frame of reader.push(Buffer.concat([stream, END]))) {
    const payload = openFrame(frame);
    const parsed =
      typeof payload === 'string' ? null : parseObject(payload.bytes, payload.start, payload.end);
    if (parsed !== null) {
      yield unwrapResponse(parsed);
    }
  }
}

/** Closes an event whose blank line the upstream left out. */
const END = Buffer.from('\n\n');

function grown(known: JsonObject | undefined, candidate: JsonObject): JsonObject {
  const parts = [...partsOf(known ?? {})];
  for (const part of partsOf(candidate)) {
    const last = parts.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(part) && last.thought === part.thought) {
      parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else {
      parts.push(part);
    }
  }
  return { ...known, ...candidate, content: { role: 'model', ...readDetails(candidate, 'content'), parts } };
}

function partsOf(candidate: JsonObject): readonly JsonObject[] {
  const { parts } = readDetails(candidate, 'content');
  return Array.isArray(parts) ? parts.filter(isJsonObject) : [];
}

/** Whether a part is text or a thought and nothing else, so that the next one may be joined to it. */
function isPlain(part: JsonObject): part is JsonObject & { readonly text: string } {
  return (
    typeof part.text === 'string' && Object.keys(part).every((key) => key === 'text' || key === 'thought')
  );
}
