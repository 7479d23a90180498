import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { Reading } from '../route.ts';
import { authenticate, type QueryKey } from '../steps/authenticate.ts';
import { readKey } from './key.ts';
import { readGeminiModel, readGeminiModels, readModel, readModels } from './models.ts';
import { readUsage } from './usage.ts';

/** What a reading was asked for with. */
export interface ReadingRequest {
  readonly reading: Reading;
  /** The model of the path, where it names one. */
  readonly model: string | null;
  readonly queryKey: QueryKey;
}

/**
 * Answers what needs no upstream and costs nothing. A key that is expired or used up may still read, so
 * its owner can see why.
 * @throws {Refusal} as `authenticate` does, `model_not_found`, `key_type_mismatch`, `invalid_request`.
 */
export async function read(exchange: Exchange, asked: ReadingRequest, deps: GatewayDeps): Promise<void> {
  const access = await authenticate(exchange, asked.queryKey, deps);
  const model = asked.model ?? '';
  switch (asked.reading) {
    case 'models':
      return readModels(exchange, access, deps);
    case 'model':
      return readModel(exchange, access, model, deps);
    case 'gemini-models':
      return readGeminiModels(exchange, access, deps);
    case 'gemini-model':
      return readGeminiModel(exchange, access, model, deps);
    case 'usage':
      return readUsage(exchange, access, deps);
    case 'key':
      return readKey(exchange, access, deps);
  }
}
