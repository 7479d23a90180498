import type { BodyEdit, JsonObject } from './dialect.ts';

/** The change of a body's `model` to the upstream's name; none when it is that name already. */
export function modelEdit(body: JsonObject, upstreamModel: string): readonly BodyEdit[] {
  return body.model === upstreamModel ? [] : [{ key: 'model', valueJson: JSON.stringify(upstreamModel) }];
}
