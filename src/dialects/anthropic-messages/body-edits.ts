import type { BodyEdit, JsonObject } from '../dialect.ts';
import { modelEdit } from '../model-edit.ts';
import { withoutForeignStates } from './foreign-states.ts';

/** The model's upstream name, and no thinking that another dialect made. */
export function messagesBodyEdits(body: JsonObject, upstreamModel: string): readonly BodyEdit[] {
  return [...modelEdit(body, upstreamModel), ...withoutForeignStates(body)];
}
