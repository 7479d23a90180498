import { invalidField } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';

const USUAL_LIMIT = 20;
const MOST = 100;

/**
 * One page of items, as OpenAI lists them: the newest first unless `order` says `asc`, behind the item that
 * `after` names (platform.openai.com, `GET /v1/responses/{id}/input_items`).
 * @throws {Refusal} `invalid_request` naming the parameter.
 */
export function listItems(items: readonly JsonObject[], query: URLSearchParams): JsonObject {
  const ordered = readOrder(query) === 'asc' ? items : items.toReversed();
  const limit = readLimit(query);
  const after = query.get('after');
  const at = after === null ? -1 : ordered.findIndex(({ id }) => id === after);
  if (after !== null && at === -1) {
    throw invalidField('after', 'names no item of this list');
  }
  const data = ordered.slice(at + 1, at + 1 + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: at + 1 + data.length < ordered.length,
  };
}

function readOrder(query: URLSearchParams): 'asc' | 'desc' {
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') {
    throw invalidField('order', 'must be asc or desc');
  }
  return order;
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? USUAL_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw invalidField('limit', `must be an integer from 1 to ${MOST}`);
  }
  return limit;
}
