import type { Clock } from '../../core/clock.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ApiKey, KeyAccess } from '../../keys/index.ts';

/**
 * A key that has expired may still read (`/v1/usage`), so this is asked of calls alone, before their body.
 * @throws {Refusal} `api_key_expired`.
 */
export function requireUnexpired({ key }: KeyAccess, clock: Clock): void {
  if (key.expiresAtMs !== null && clock.nowMs() >= key.expiresAtMs) {
    throw new Refusal('api_key_expired');
  }
}

/**
 * Judges whether the key may ask for this model.
 * @throws {Refusal} `model_not_allowed`.
 */
export function authorise({ key }: KeyAccess, model: string): void {
  if (!mayUseModel(key, model)) {
    throw new Refusal('model_not_allowed', {
      message: `This API key may not use the model \`${model}\``,
      param: 'model',
      model,
    });
  }
}

/** Whether one of the key's patterns fits; a key without patterns may use every model. */
export function mayUseModel(key: ApiKey, model: string): boolean {
  return key.models.length === 0 || key.models.some((pattern) => fits(pattern, model));
}

/** `*` stands for any run of characters. Greedy from the left, so it needs no regular expression. */
function fits(pattern: string, model: string): boolean {
  const pieces = pattern.split('*');
  const [first = ''] = pieces;
  if (pieces.length === 1) {
    return pattern === model;
  }
  if (!model.startsWith(first)) {
    return false;
  }
  const last = pieces[pieces.length - 1] ?? '';
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = model.indexOf(piece, at);
    if (found === -1) {
      return false;
    }
    at = found + piece.length;
  }
  return model.length - last.length >= at && model.endsWith(last);
}
