import type { Refusal } from '../../core/refusal.ts';
import { type JsonObject, renderRefusal, responses } from '../../dialects/index.ts';
import type { FlatHeaders } from '../exchange.ts';
import { isObject } from './input-items.ts';
import { parseEvent } from './response-events.ts';

/** Headers that belong to the transport and say nothing to whoever reads a frame. */
const OF_TRANSPORT = new Set(['content-type', 'content-length', 'connection', 'cache-control']);

/**
 * An answer that is an error, as a frame (openai/codex, `WrappedWebsocketErrorEvent`): without a status that
 * is no success, Codex does not take it for one.
 */
export function errorFrame(status: number, headers: FlatHeaders, body: Buffer): string {
  const parsed = parseEvent(body) ?? {};
  const error = isObject(parsed.error) ? parsed.error : flatError(parsed);
  return JSON.stringify({ type: 'error', status, error, headers: headersObject(headers) });
}

/** A refusal of a frame that never became a request. */
export function refusalFrame(refusal: Refusal): string {
  const { status, headers, body } = renderRefusal(refusal, responses.refusalFormat, '');
  return errorFrame(status, Object.entries(headers).flat(), Buffer.from(body));
}

/** Deployments with the flat format of errors have one sentence alone. */
function flatError({ message }: JsonObject): JsonObject {
  return {
    message: typeof message === 'string' ? message : 'The request failed',
    type: 'invalid_request_error',
    param: null,
    code: null,
  };
}

function headersObject(headers: FlatHeaders): Record<string, string> {
  const named: Record<string, string> = {};
  for (let at = 0; at < headers.length; at += 2) {
    const name = String(headers[at]);
    if (!OF_TRANSPORT.has(name)) {
      named[name] = String(headers[at + 1]);
    }
  }
  return named;
}
