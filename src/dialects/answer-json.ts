import { MalformedAnswerError } from './codec.ts';
import type { JsonObject } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';

/** A body as JSON; its text where it is none, as with the errors of proxies and load balancers. */
export function parseLoosely(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A whole answer of an upstream.
 * @throws {MalformedAnswerError} when it is no JSON object.
 */
export function parseAnswer(answer: Buffer): JsonObject {
  const value = parseLoosely(answer);
  if (!isJsonObject(value)) {
    throw new MalformedAnswerError('the answer is not a JSON object');
  }
  return value;
}
