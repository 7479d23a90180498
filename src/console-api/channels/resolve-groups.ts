import type { Id } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';

/** Groups of one kind by their ids and names. */
interface Named<P extends 'grp' | 'ibg'> {
  readonly id: Id<P>;
  readonly name: string;
}

/**
 * The ids of groups that a body names.
 * @throws {Refusal} `invalid_request` naming the entry that nothing has as its name.
 */
export function idsOfGroups<P extends 'grp' | 'ibg'>(
  field: string,
  names: readonly string[],
  groups: readonly Named<P>[],
): Id<P>[] {
  return names.map((name, at) => {
    const found = groups.find((group) => group.name === name);
    if (found === undefined) {
      throw invalidField(`${field}.${at}`, `there is no group called "${name}"`);
    }
    return found.id;
  });
}

/** The names of ids; an id that nothing has any more is left out. */
export function namesOfGroups<P extends 'grp' | 'ibg'>(
  ids: readonly Id<P>[],
  groups: readonly Named<P>[],
): string[] {
  return ids.flatMap((id) => groups.find((group) => group.id === id)?.name ?? []);
}
