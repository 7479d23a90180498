import { type Operation, responses, responsesCompact, responsesInputTokens } from '../../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { RoutedCall } from '../pipeline.ts';
import { compact } from './compact.ts';
import { serveContinued } from './continue-conversation.ts';
import { createResponse } from './create-response.ts';

/** Serves one call. */
type ServeCall = (exchange: Exchange, routed: RoutedCall, deps: GatewayDeps) => Promise<void>;

/** The calls of Responses that need more than the pipeline, by their operation. */
export const RESPONSES_CALLS: ReadonlyMap<Operation, ServeCall> = new Map([
  [responses, createResponse],
  [responsesCompact, compact],
  [responsesInputTokens, serveContinued],
]);

export { type BackgroundRuns, createBackgroundRuns } from './background-runs.ts';
export { createResponsesSockets } from './socket-server.ts';
export { serveStored } from './stored-response.ts';
