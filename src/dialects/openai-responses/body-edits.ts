import type { BodyEdit, JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { modelEdit } from '../model-edit.ts';
import { readState } from './reasoning-state.ts';
import { DIALECT } from './tool-names.ts';

/**
 * The model's upstream name, and no reasoning that another dialect made: a session that was translated
 * before comes to OpenAI itself with it, and OpenAI refuses what it cannot decrypt.
 */
export function responsesBodyEdits(body: JsonObject, upstreamModel: string): readonly BodyEdit[] {
  const { input } = body;
  const edits = modelEdit(body, upstreamModel);
  if (!Array.isArray(input) || !input.some(isForeign)) {
    return edits;
  }
  const kept = input.filter((item: unknown) => !isForeign(item));
  return [...edits, { key: 'input', valueJson: JSON.stringify(kept) }];
}

function isForeign(item: unknown): boolean {
  return (
    isJsonObject(item) &&
    item.type === 'reasoning' &&
    typeof item.encrypted_content === 'string' &&
    readState(item.encrypted_content).signature.dialect !== DIALECT
  );
}
