import type { JsonObject } from '../../dialects/index.ts';

/** Whether a parsed value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The input of a request as items: a text is one message of the user (openai-node, `ResponseInput`). */
export function inputItems({ input }: JsonObject): readonly JsonObject[] {
  if (typeof input === 'string') {
    return [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] }];
  }
  return Array.isArray(input) ? input.filter(isObject) : [];
}

/** Items with an id each, so that they can be listed: those the client named none for get one of ours. */
export function withIds(items: readonly JsonObject[], responseId: string): readonly JsonObject[] {
  const key = responseId.slice(responseId.indexOf('_') + 1);
  return items.map((item, index) => ({
    ...item,
    type: typeof item.type === 'string' ? item.type : 'message',
    id: typeof item.id === 'string' ? item.id : `in_${key}_${index}`,
  }));
}

/**
 * Items as they are said again to a model. Thinking without its state cannot be: an upstream would look for
 * it among what it stored itself. Ids that were given here mean nothing to an upstream.
 */
export function saidAgain(items: readonly JsonObject[]): readonly JsonObject[] {
  return items
    .filter(({ type, encrypted_content: state }) => type !== 'reasoning' || typeof state === 'string')
    .map(({ id, ...item }) => (typeof id === 'string' && id.startsWith('in_') ? item : { id, ...item }));
}

/** The response in whose output an item stands that the gateway made; null for any other id. */
export function responseIdOfItem(itemId: string): string | null {
  const key = /^[a-z]+_([0-9a-z]{26})_\d+$/.exec(itemId)?.[1];
  return key === undefined ? null : `resp_${key}`;
}
