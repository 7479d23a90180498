import type { Call, JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { authorise } from '../steps/authorise.ts';
import { resolveModel } from '../steps/resolve-model.ts';
import { eventBytes } from './response-events.ts';

const NO_USE = {
  input_tokens: 0,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 0,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 0,
};

/**
 * Answers a request that asks for nothing to be generated (`generate: false`): the id of an empty response
 * that the next request can continue. No upstream is asked and nothing is charged.
 * @throws {Refusal} where the request itself would be refused for its model.
 */
export function warmUp(exchange: Exchange, call: Call, access: KeyAccess, deps: GatewayDeps): void {
  authorise(access, call, resolveModel(call, access, deps.snapshots.current(), exchange.forcedPlatform));
  const response: JsonObject = {
    id: `resp_${exchange.id.slice(exchange.id.indexOf('_') + 1)}`,
    object: 'response',
    created_at: Math.floor(exchange.startedAtMs / 1_000),
    status: 'in_progress',
    model: call.facts.model,
    output: [],
    error: null,
    incomplete_details: null,
    usage: null,
  };
  const done = { ...response, status: 'completed', usage: NO_USE };
  exchange.response.writeHead(200, ['content-type', 'text/event-stream']);
  exchange.response.write(eventBytes({ type: 'response.created', sequence_number: 0, response }));
  exchange.response.end(eventBytes({ type: 'response.completed', sequence_number: 1, response: done }));
}
