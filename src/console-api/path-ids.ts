import { type Id, type IdPrefix, isId } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';

/**
 * The id of a path.
 * @throws {Refusal} `not_found` for what is no such id, as for an id that nothing has.
 */
export function pathId<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  if (!isId(prefix, text)) {
    throw new Refusal('not_found');
  }
  return text;
}
